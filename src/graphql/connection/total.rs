//! How many items a list holds.

use std::sync::Arc;

use async_graphql::{Context, Result};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::entity::list::{Children, List};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::ready::Json;
use crate::loader::TotalOf;
use crate::page::Order;

type Count = dyn for<'a> Fn(&'a Context<'a>) -> BoxFuture<'a, Result<Option<i32>>> + Send + Sync;

/// How many items a list holds: kept, or counted when it is asked for.
#[derive(Clone)]
pub enum Total {
    Known(i32),
    Counted(Arc<Count>),
}

impl std::fmt::Debug for Total {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(total) => write!(formatter, "Known({total})"),
            Self::Counted(_) => formatter.write_str("Counted"),
        }
    }
}

impl Total {
    /// Counted with the same lists of other parents.
    pub fn of<L: Children>(list: L, parent: Uuid, order: Order) -> Self {
        let key = TotalOf { list, parent, order };
        Self::Counted(Arc::new(move |ctx| {
            let key = key.clone();
            Box::pin(async move {
                let total = ctx.current().loader.load_one(key).await.or_internal(ctx)?;
                Ok(total.flatten())
            })
        }))
    }

    /// Counted for one list that hangs on nothing.
    pub fn of_list(list: List) -> Self {
        let list = Arc::new(list);
        Self::Counted(Arc::new(move |ctx| {
            let list = list.clone();
            Box::pin(async move { list.total(ctx.current().connection()).await.or_internal(ctx) })
        }))
    }

    /// When it is known.
    pub fn write(&self, json: &mut Json) -> bool {
        match self {
            Self::Known(total) => json.int(*total),
            Self::Counted(_) => return false,
        }
        true
    }

    pub async fn count(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        match self {
            Self::Known(total) => Ok(Some(*total)),
            Self::Counted(count) => count(ctx).await,
        }
    }
}
