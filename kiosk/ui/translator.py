"""Gives QML its fixed words: ``qsTrId("welcome.touch")`` in the visit's language."""

from PySide6.QtCore import QObject, QTranslator

from kiosk.words import Words


class WordsTranslator(QTranslator):
    """A translator whose source texts are keys of ``Words``."""

    def __init__(self, words: Words, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._speaks = language

    def speak(self, language: str) -> None:
        """Answer in another language from now on."""
        self._speaks = language

    def use(self, words: Words) -> None:
        """Answer with other words from now on."""
        self._words = words

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the words for a key; Qt's own texts are left alone."""
        if context or not self._words.knows(sourceText):
            return None
        return self._words.say(self._speaks, sourceText)
