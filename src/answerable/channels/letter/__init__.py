"""Letters on paper: a folder of what is to be printed. What comes on paper is not taken in here yet."""
