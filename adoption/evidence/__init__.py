"""Evidence packs: the figures of a page, frozen in words and numbers, and three papers made of them: PDF, PowerPoint and CSV."""
