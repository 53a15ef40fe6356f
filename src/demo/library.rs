//! Blocks of Markdown, each kept and rendered once however many texts it stands in.

use std::collections::HashMap;

/// The number of a block.
pub(super) type Block = usize;

/// All blocks that texts are made of.
///
/// No block may follow another that it would join: a list after a list, a quotation after a quotation.
#[derive(Default)]
pub(super) struct Library {
    blocks: Vec<String>,
    numbers: HashMap<String, Block>,
}

impl Library {
    /// The number of a block, a new one where it is not known yet.
    pub(super) fn keep(&mut self, markdown: String) -> Block {
        if let Some(number) = self.numbers.get(&markdown) {
            return *number;
        }
        let number = self.blocks.len();
        self.blocks.push(markdown.clone());
        self.numbers.insert(markdown, number);
        number
    }

    pub(super) fn words_of(&self, block: Block) -> usize {
        self.blocks[block].split_whitespace().count()
    }

    pub(super) fn into_blocks(self) -> Vec<String> {
        self.blocks
    }
}
