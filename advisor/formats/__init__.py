"""Files of several kinds, each read into the same elements: headings, paragraphs, lists, tables."""
