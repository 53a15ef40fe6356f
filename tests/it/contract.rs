//! The public contract: the file in the repository, and the house rules that hold of every type.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeDefinition, TypeKind, TypeSystemDefinition};

/// Fields that are null for whom they are not; a failing guard must not take the parent with it.
const GUARDED: [(&str, &str); 5] = [
    ("User", "email"),
    ("User", "emailVerifiedAt"),
    ("Post", "bookmarkCount"),
    ("Post", "draft"),
    ("Post", "revisions"),
];

/// The root fields that this server promises, with their types, as the contract spells them.
const ROOT_FIELDS: [&str; 50] = [
    "Query.viewer: Viewer",
    "Query.node(id: ID!): Node",
    "Query.nodes(ids: [ID!]!): [Node]!",
    "Query.user(username: String!): User",
    "Query.users(after: String, first: Int, query: String, role: Role): UserConnection!",
    "Query.post(slug: String!): Post",
    "Query.posts(after: String, before: String, filter: PostFilter, first: Int, last: Int, orderBy: PostOrder): PostConnection!",
    "Query.series(slug: String!): Series",
    "Query.tag(slug: String!): Tag",
    "Query.tags(after: String, first: Int, orderBy: TagOrder, query: String): TagConnection!",
    "Query.rateLimit: RateLimit!",
    "Query.instance: Instance!",
    "Mutation.register(input: RegisterInput!): RegisterPayload",
    "Mutation.login(input: LoginInput!): LoginPayload",
    "Mutation.refreshSession(input: RefreshSessionInput!): RefreshSessionPayload",
    "Mutation.logout: LogoutPayload",
    "Mutation.revokeSession(input: RevokeSessionInput!): RevokeSessionPayload",
    "Mutation.revokeAllSessions: RevokeAllSessionsPayload",
    "Mutation.changePassword(input: ChangePasswordInput!): ChangePasswordPayload",
    "Mutation.updateProfile(input: UpdateProfileInput!): UpdateProfilePayload",
    "Mutation.createPost(input: CreatePostInput!): CreatePostPayload",
    "Mutation.updatePost(input: UpdatePostInput!): UpdatePostPayload",
    "Mutation.publishPost(input: PublishPostInput!): PublishPostPayload",
    "Mutation.unpublishPost(input: UnpublishPostInput!): UnpublishPostPayload",
    "Mutation.archivePost(input: ArchivePostInput!): ArchivePostPayload",
    "Mutation.deletePost(input: DeletePostInput!): DeletePostPayload",
    "Mutation.restorePost(input: RestorePostInput!): RestorePostPayload",
    "Mutation.saveDraft(input: SaveDraftInput!): SaveDraftPayload",
    "Mutation.discardDraft(input: DiscardDraftInput!): DiscardDraftPayload",
    "Mutation.addCoAuthor(input: AddCoAuthorInput!): AddCoAuthorPayload",
    "Mutation.removeCoAuthor(input: RemoveCoAuthorInput!): RemoveCoAuthorPayload",
    "Mutation.restoreRevision(input: RestoreRevisionInput!): RestoreRevisionPayload",
    "Mutation.createSeries(input: CreateSeriesInput!): CreateSeriesPayload",
    "Mutation.updateSeries(input: UpdateSeriesInput!): UpdateSeriesPayload",
    "Mutation.deleteSeries(input: DeleteSeriesInput!): DeleteSeriesPayload",
    "Mutation.addComment(input: AddCommentInput!): AddCommentPayload",
    "Mutation.updateComment(input: UpdateCommentInput!): UpdateCommentPayload",
    "Mutation.deleteComment(input: DeleteCommentInput!): DeleteCommentPayload",
    "Mutation.react(input: ReactInput!): ReactPayload",
    "Mutation.removeReaction(input: RemoveReactionInput!): RemoveReactionPayload",
    "Mutation.bookmarkPost(input: BookmarkPostInput!): BookmarkPostPayload",
    "Mutation.removeBookmark(input: RemoveBookmarkInput!): RemoveBookmarkPayload",
    "Mutation.followUser(input: FollowUserInput!): FollowUserPayload",
    "Mutation.unfollowUser(input: UnfollowUserInput!): UnfollowUserPayload",
    "Mutation.followTag(input: FollowTagInput!): FollowTagPayload",
    "Mutation.unfollowTag(input: UnfollowTagInput!): UnfollowTagPayload",
    "Subscription.postPublished(after: String, authorId: ID, tag: String): PostEvent!",
    "Subscription.postUpdated(after: String, postId: ID!): PostEvent!",
    "Subscription.commentAdded(after: String, postId: ID!): CommentEvent!",
    "Subscription.commentUpdated(after: String, postId: ID!): CommentEvent!",
];

fn types() -> BTreeMap<String, TypeDefinition> {
    let document = parse_schema(tribune::graphql::sdl()).unwrap();
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => {
            Some((definition.node.name.node.to_string(), definition.node))
        }
        _ => None,
    });
    types.collect()
}

fn fields(definition: &TypeDefinition) -> Vec<&FieldDefinition> {
    match &definition.kind {
        TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
        TypeKind::Interface(interface) => interface.fields.iter().map(|field| &field.node).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_file_is_the_schema_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let file = std::fs::read_to_string(path).unwrap();
    assert!(
        file == tribune::graphql::sdl(),
        "schema.graphql is out of date; write it anew: cargo run -- schema > schema.graphql"
    );
}

#[test]
fn every_root_field_is_as_promised() {
    let types = types();
    let mut found = BTreeSet::new();
    for root in ["Query", "Mutation", "Subscription"] {
        for field in fields(&types[root]) {
            let mut arguments: Vec<_> = field
                .arguments
                .iter()
                .map(|argument| format!("{}: {}", argument.node.name.node, argument.node.ty))
                .collect();
            arguments.sort();
            let arguments =
                if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
            found.insert(format!("{root}.{}{arguments}: {}", field.name.node, field.ty));
        }
    }
    let promised: BTreeSet<_> = ROOT_FIELDS.iter().map(|field| field.to_string()).collect();
    assert_eq!(found, promised);
}

#[test]
fn everything_is_described() {
    let mut missing = Vec::new();
    for (name, definition) in types() {
        let mut lacks = |description: bool, what: String| {
            if !description {
                missing.push(what);
            }
        };
        let is_built_in = ["Boolean", "Float", "ID", "Int", "String"].contains(&name.as_str());
        lacks(is_built_in || definition.description.is_some(), name.clone());
        for field in fields(&definition) {
            lacks(field.description.is_some(), format!("{name}.{}", field.name.node));
            for argument in &field.arguments {
                lacks(
                    argument.node.description.is_some(),
                    format!("{name}.{}({})", field.name.node, argument.node.name.node),
                );
            }
        }
        match &definition.kind {
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    lacks(field.node.description.is_some(), format!("{name}.{}", field.node.name.node));
                }
            }
            TypeKind::Enum(values) => {
                for value in &values.values {
                    lacks(value.node.description.is_some(), format!("{name}.{}", value.node.value.node));
                }
            }
            _ => {}
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn no_guarded_field_is_non_null() {
    let types = types();
    for (of, name) in GUARDED {
        let field = fields(&types[of]).into_iter().find(|field| field.name.node == name).unwrap();
        assert!(field.ty.node.nullable, "{of}.{name}");
    }
    // Mutations are guarded one and all.
    for field in fields(&types["Mutation"]) {
        assert!(field.ty.node.nullable, "Mutation.{}", field.name.node);
    }
}

#[test]
fn every_mutation_has_an_input_and_a_payload_of_its_own() {
    for field in fields(&types()["Mutation"]) {
        let name = field.name.node.to_string();
        let own = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        assert_eq!(field.ty.to_string(), format!("{own}Payload"));
        let arguments: Vec<_> = field.arguments.iter().map(|argument| argument.node.ty.to_string()).collect();
        let expected = if arguments.is_empty() { Vec::new() } else { vec![format!("{own}Input!")] };
        assert_eq!(arguments, expected, "{name}");
        let payload = &types()[&format!("{own}Payload")];
        let errors = fields(payload).into_iter().find(|field| field.name.node == "userErrors");
        assert_eq!(errors.map(|field| field.ty.to_string()), Some("[UserError!]!".to_owned()), "{name}");
    }
}

#[test]
fn members_of_one_abstract_type_merge() {
    let types = types();
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, definition) in &types {
        match &definition.kind {
            TypeKind::Object(object) => {
                for interface in &object.implements {
                    groups.entry(interface.node.to_string()).or_default().push(name.clone());
                }
            }
            TypeKind::Union(union) => {
                groups
                    .entry(name.clone())
                    .or_default()
                    .extend(union.members.iter().map(|member| member.node.to_string()));
            }
            _ => {}
        }
    }
    assert!(groups.contains_key("Node") && groups.contains_key("Reactable"));
    for (group, members) in groups {
        let mut shared: BTreeMap<String, (String, String)> = BTreeMap::new();
        for member in members {
            for field in fields(&types[&member]) {
                let ty = field.ty.to_string();
                let (first, of) =
                    shared.entry(field.name.node.to_string()).or_insert((ty.clone(), member.clone()));
                // A null may differ where types are objects of the same shape only in fragments' eyes: they must not.
                assert_eq!(*first, ty, "{group}: {of}.{} and {member}.{}", field.name.node, field.name.node);
            }
        }
    }
}

#[test]
fn every_code_of_an_error_is_explained() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md")).unwrap();
    let explained: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(explained, tribune::graphql::code::ALL);
    for section in text.split("\n## ").skip(1) {
        assert!(section.contains("**What to do.**"), "{section}");
    }
}
