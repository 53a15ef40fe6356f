//! Pages of lists that hang on a parent: the same page of many parents in one statement.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{LoadError, Reader};
use crate::entity::authored::Wanted;
use crate::entity::list::{ById, Children, Slice};
use crate::page::{Order, Page};

/// A page of one parent's list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageOf<L> {
    pub list: L,
    pub parent: Uuid,
    pub order: Order,
    pub page: Page,
    /// What of the items is read.
    pub wanted: Wanted,
}

impl Reader {
    /// The same page of each parent's list, at once.
    pub async fn pages<L: Children>(
        &self,
        list: &L,
        order: Order,
        page: &Page,
        wanted: Wanted,
        parents: &[Uuid],
    ) -> Result<ById<Slice<L::Item>>, LoadError> {
        let wanted = wanted.of_rows(parents.len() * page.size as usize);
        let description = list.list(self.viewer(), self.now(), order, wanted);
        Ok(description.pages(self.connection(), list.parent_column(), parents, page).await?)
    }
}

impl<L: Children> Loader<PageOf<L>> for Reader {
    type Value = Slice<L::Item>;
    type Error = LoadError;

    async fn load(&self, keys: &[PageOf<L>]) -> Result<HashMap<PageOf<L>, Self::Value>, LoadError> {
        // Aliases may ask for different pages on one level: one statement for each different one.
        let mut alike: HashMap<(&L, &Order, &Page, &Wanted), Vec<Uuid>> = HashMap::new();
        for key in keys {
            alike.entry((&key.list, &key.order, &key.page, &key.wanted)).or_default().push(key.parent);
        }
        let mut answers = HashMap::with_capacity(keys.len());
        for ((list, order, page, wanted), parents) in alike {
            for (parent, slice) in self.pages(list, *order, page, *wanted, &parents).await? {
                let key =
                    PageOf { list: list.clone(), parent, order: *order, page: page.clone(), wanted: *wanted };
                answers.insert(key, slice);
            }
        }
        Ok(answers)
    }
}

/// How many one parent's list holds, `None` beyond what is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TotalOf<L> {
    pub list: L,
    pub parent: Uuid,
    pub order: Order,
}

impl<L: Children> Loader<TotalOf<L>> for Reader {
    type Value = Option<i32>;
    type Error = LoadError;

    async fn load(&self, keys: &[TotalOf<L>]) -> Result<HashMap<TotalOf<L>, Self::Value>, LoadError> {
        let mut alike: HashMap<(&L, &Order), Vec<Uuid>> = HashMap::new();
        for key in keys {
            alike.entry((&key.list, &key.order)).or_default().push(key.parent);
        }
        let mut answers = HashMap::with_capacity(keys.len());
        for ((list, order), parents) in alike {
            let description = list.list(self.viewer(), self.now(), *order, Wanted::LEAST);
            let totals = description.totals(self.connection(), list.parent_column(), &parents).await?;
            for (parent, total) in totals {
                answers.insert(TotalOf { list: list.clone(), parent, order: *order }, total);
            }
        }
        Ok(answers)
    }
}
