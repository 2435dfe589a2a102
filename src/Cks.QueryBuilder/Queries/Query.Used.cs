namespace Cks.QueryBuilder;

/// <content>Which columns something depends on.</content>
public sealed partial class Query
{
    /// <summary>
    /// The columns of declared tables and of aliases on which the query depends, each once: those that are chosen (all of the table where none were), compared, joined by, grouped, ordered or paged by,
    /// counted or summed, here and in every query inside. Of a query that is only asked whether it has a row, what it would return does not count unless it was chosen.
    /// </summary>
    public IReadOnlyCollection<Column> UsedColumns()
    {
        var use = new Use();
        use.Add(this, returned: true);
        return use.Columns;
    }

    private sealed class Use
    {
        private readonly HashSet<Table> _seen = [];

        public HashSet<Column> Columns { get; } = [];

        public void Add(Query query, bool returned)
        {
            var chain = query.Chain();
            if (!query.IsGroup)
            {
                Add(query.Table);
                if (query.IsDistinct || (returned && !query.IsCount))
                    Add(query.Chosen);
            }

            foreach (var part in chain)
            {
                if (part._column is { } column)
                    Add(column);
                switch (part._value)
                {
                    case Column other:
                        Add(other);
                        break;
                    case Column[] chosen:
                        Add(chosen);
                        break;
                    case Query inner:
                        Add(inner, returned: part._part is QueryPart.InQuery or QueryPart.NotInQuery);
                        break;
                    case Query[] arms:
                        foreach (var arm in arms)
                            Add(arm, returned: true);
                        break;
                    case Table common:
                        Add(common);
                        break;
                    case JoinOn on:
                        Add(on.Table);
                        if (on.Condition is not null)
                            Add(on.Condition, returned: false);
                        break;
                }
            }
        }

        private void Add(Table table)
        {
            if (table.Definition is not { } made || !_seen.Add(table))
                return;
            foreach (var arm in made.Arms)
                Add(arm, returned: true);
        }

        private void Add(Column[] columns) => Array.ForEach(columns, Add);

        private void Add(Column column)
        {
            switch (column.Term)
            {
                case null when column.Of is { IsMade: false }:
                    Columns.Add(column);
                    break;
                case { Of: { } of }:
                    Add(of);
                    break;
            }
        }
    }
}
