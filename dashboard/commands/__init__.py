"""The commands of ``buero``: each module declares one and carries it out, importing what it needs only then."""
