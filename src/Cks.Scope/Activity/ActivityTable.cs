using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>A table of the application that holds events, without an audience.</summary>
internal sealed class ActivityTable(Table table, IReadOnlyDictionary<string, string> columns)
{
    /// <summary>The properties that name its columns, all of them needed.</summary>
    public static readonly string[] Texts = ["tenant", "id", "type", "actor", "actorRole", "target", "targetType", "description"];

    public Table Table { get; } = table;

    public Column<bool> Test { get; } = table.Column<bool>(columns["test"]);

    public Column<DateTimeOffset> At { get; } = table.Column<DateTimeOffset>(columns["at"]);

    /// <summary>The ids that an event has besides, each with the entity whose key it holds.</summary>
    public required IReadOnlyDictionary<string, (Column<string> Column, ScopeEntity Entity)> Ids { get; init; }

    /// <summary>The column of one of <see cref="Texts"/>.</summary>
    public Column<string> this[string property] => Table.Column<string>(columns[property]);

    /// <summary>The column of an id, by the word for it; <see langword="null"/> when events have none that is called so.</summary>
    public Column<string>? Find(string kind) => kind switch
    {
        AudienceFinder.Kinds.Actor => this["actor"],
        AudienceFinder.Kinds.Target => this["target"],
        _ => Ids.TryGetValue(kind, out var id) ? id.Column : null,
    };
}
