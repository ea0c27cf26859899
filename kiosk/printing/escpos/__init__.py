"""Receipt printers that speak ESC/POS: the bytes, the answers, the questions, the printer."""
