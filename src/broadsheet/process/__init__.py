"""What every process of a site needs of the others: figures that they share, and that one does a thing at a time."""
