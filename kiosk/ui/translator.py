"""Gives QML its fixed words: ``qsTrId("welcome.touch")`` in the visit's language."""

from PySide6.QtCore import QObject, QTranslator

from kiosk.words import Words


class WordsTranslator(QTranslator):
    """A translator whose source texts are keys of ``Words``."""

    def __init__(self, words: Words, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self.words = words
        self.language = language

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the words for a key; Qt's own texts are left alone."""
        if context or not self.words.knows(sourceText):
            return None
        return self.words.say(self.language, sourceText)
