mod body;
mod date;
mod document;
mod folder;
mod front_matter;
