"""A bound on what forms may upload, before anything of it is read."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES: Final = 12_000_000


class OnlySoMuch(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS: refuses by the announced length; what has none is not read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django gives it by this name
        content_length: int,
        *_: Any,
        **__: Any,
    ) -> None:
        if content_length > MOST_BYTES:
            raise RequestDataTooBig(f"An upload may have {MOST_BYTES} bytes at most.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""
