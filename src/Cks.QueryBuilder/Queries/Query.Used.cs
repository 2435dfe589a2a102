namespace Cks.QueryBuilder;

/// <content>Which columns something depends on.</content>
public sealed partial class Query
{
    /// <summary>
    /// The columns of declared tables and of aliases on which the query depends, here and in every query inside, with what it does with them. Where none were chosen, all of the table are; of a query that is only
    /// asked whether it has a row, or counted, what it would return does not count. What becomes of a column of a query that is used as a table becomes of the columns behind it.
    /// </summary>
    public IReadOnlyDictionary<Column, ColumnUses> UsedColumns()
    {
        var use = new Use();
        use.Add(this, returned: ColumnUses.Chosen);
        return use.Columns;
    }

    private sealed class Use
    {
        private readonly HashSet<Table> _seen = [];
        private readonly HashSet<(Column, ColumnUses)> _followed = [];
        private readonly Dictionary<Table, Table> _walks = [];

        public Dictionary<Column, ColumnUses> Columns { get; } = [];

        /// <param name="query">The query.</param>
        /// <param name="returned">What is done with the rows that it returns.</param>
        public void Add(Query query, ColumnUses returned)
        {
            var chain = query.Chain();
            // Before its columns are, because a recursive table says what it walks on.
            foreach (var part in chain)
                if (part._value is Table common)
                    Add(common);
            if (!query.IsGroup)
            {
                Add(query.Table);
                if (query.IsDistinct)
                    returned |= ColumnUses.Compared;
                if (!query.IsCount || query.IsDistinct)
                    Add(query.Chosen, returned);
            }

            foreach (var part in chain)
                Add(part);
        }

        private void Add(Query part)
        {
            if (part._column is { } column)
                Add(column, QueryParts.IsOrder(part._part) ? ColumnUses.Ordered : ColumnUses.Compared);
            switch (part._value)
            {
                case Column other:
                    Add(other, ColumnUses.Compared);
                    break;
                case Query inner:
                    Add(inner, part._part is QueryPart.InQuery or QueryPart.NotInQuery ? ColumnUses.Compared : ColumnUses.None);
                    break;
                case Query[] arms:
                    foreach (var arm in arms)
                        Add(arm, ColumnUses.Compared);
                    break;
                case JoinOn on:
                    Add(on.Table);
                    if (on.Condition is not null)
                        Add(on.Condition, ColumnUses.None);
                    break;
            }
        }

        private void Add(Table table)
        {
            if (table.Definition is not { } made || !_seen.Add(table))
                return;
            if (made.Self is { } self)
                _walks[self] = table;
            foreach (var arm in made.Arms)
                Add(arm, made.Kind is TableKind.Single or TableKind.UnionAll ? ColumnUses.Chosen : ColumnUses.Chosen | ColumnUses.Compared);
        }

        private void Add(Column[] columns, ColumnUses uses) => Array.ForEach(columns, c => Add(c, uses));

        private void Add(Column column, ColumnUses uses)
        {
            if (uses == ColumnUses.None || column.Of is not { } of)
                return;
            if (column.Term is { } term)
                Add(term.Of!, column.IsAggregate ? uses | ColumnUses.Compared : uses);
            else if (of.Definition is not { } made)
                Columns[column] = Columns.GetValueOrDefault(column) | uses;
            else if (_followed.Add((column, uses)))
                foreach (var arm in (_walks.GetValueOrDefault(of)?.Definition ?? made).Arms)
                    Add(arm.Chosen[Array.IndexOf(of.AllColumns, column)], uses);
        }
    }
}
