using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>An index that a statement needs so as to find its rows without reading others.</summary>
/// <param name="Table">The table.</param>
/// <param name="Equal">Columns that are compared with one value, or with the keys of a set; in the order in which a new index has them.</param>
/// <param name="Essential">Which of them an index must begin with, beside others of them; without it, it would find the rows of the whole tenant.</param>
/// <param name="Order">Columns by which the rows that are found are ordered, all in one direction; an index that has them behind the others need not be sorted.</param>
/// <param name="Why">Who asks what.</param>
internal sealed record IndexNeed(Table Table, IReadOnlyList<Column> Equal, Column Essential, IReadOnlyList<Column> Order, IReadOnlyList<string> Why)
{
    /// <summary>Who asks, where it is every role.</summary>
    public const string EveryFeed = "every feed: ";

    /// <summary>Columns that are worth having at the end, because they are what is selected.</summary>
    public IReadOnlyList<Column> Selected { get; init; } = [];

    /// <summary>Whether only live rows are asked for, so that an index of these is enough.</summary>
    public bool IsLive { get; init; }

    /// <summary>The columns of a new index.</summary>
    public IReadOnlyList<Column> Columns => [.. Equal.Concat(Order).Concat(Selected).Distinct()];

    /// <summary>Whether statements of a role need it.</summary>
    public bool IsOf(string role) => Why.Any(w => w.StartsWith($"{role}: ", StringComparison.Ordinal) || w.StartsWith(EveryFeed, StringComparison.Ordinal));

    /// <summary>Whether the rows are found, and found in order, by an index.</summary>
    public bool IsServedBy(DatabaseIndex index)
    {
        if (index.Table != Table.Name || (index.IsOfLive && !IsLive))
            return false;
        var (found, ordered) = (false, 0);
        bool? descending = null;
        foreach (var column in index.Columns)
        {
            // What is one value does not disturb the order of the others.
            if (column.HasOwnCollation && Equal.Any(c => c.Name == column.Name))
                found |= ordered == 0 && column.Name == Essential.Name;
            else if (found && ordered < Order.Count && column.Name == Order[ordered].Name && column.IsByCodePoint && column.IsDescending == (descending ?? column.IsDescending))
                (ordered, descending) = (ordered + 1, column.IsDescending);
            else
                break;
        }

        return found && ordered == Order.Count;
    }
}
