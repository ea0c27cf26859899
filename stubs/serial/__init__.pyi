"""The part of pyserial 3.5 that the project uses."""

class Serial:
    def __init__(
        self,
        port: str | None = ...,
        baudrate: int = ...,
        bytesize: int = ...,
        parity: str = ...,
        stopbits: float = ...,
        timeout: float | None = ...,
        xonxoff: bool = ...,
        rtscts: bool = ...,
        write_timeout: float | None = ...,
        dsrdtr: bool = ...,
        inter_byte_timeout: float | None = ...,
        exclusive: bool | None = ...,
    ) -> None: ...
    @property
    def out_waiting(self) -> int: ...
    def fileno(self) -> int: ...
    def reset_output_buffer(self) -> None: ...
    def close(self) -> None: ...
