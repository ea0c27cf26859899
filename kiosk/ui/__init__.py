"""The screens: a Qt Quick window, and one view-model for each screen."""
