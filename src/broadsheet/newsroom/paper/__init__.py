"""The paper as a whole: what it shows and says on every page of every edition. An edition's own words are the edition's."""
