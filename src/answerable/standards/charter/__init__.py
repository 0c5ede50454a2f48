"""What a council has promised, as typed values. They are read from files by ``reading``, and judged by ``judging``."""
