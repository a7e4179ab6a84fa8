"""What files are to a browser and in a description: their media types, by the ending of their names."""

from collections.abc import Mapping

MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
}
