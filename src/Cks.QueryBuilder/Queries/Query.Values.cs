namespace Cks.QueryBuilder;

/// <content>The values, which stand beside the text.</content>
public sealed partial class Query
{
    /// <summary>The query itself, and the values of all of it where it is bound.</summary>
    internal Query Unbound => IsBound ? _parent! : this;

    internal object[] Values => IsBound ? (object[])_value! : CopyValues();

    /// <summary>Its text in a dialect, once it is known; of a query that is kept, so that it need not be looked for.</summary>
    internal CompiledShape? Known(SqlCompiler compiler) => _template?.Text is { } text && ReferenceEquals(text.Compiler, compiler) ? text : null;

    internal CompiledShape Know(CompiledShape text) => _template?.Know(text) ?? text;

    private object[] CopyValues()
    {
        var values = new object[_values];
        CopyValues(values);
        return values;
    }

    /// <summary>Writes the values in the order of the chain. Backwards, because that is how it is linked.</summary>
    private void CopyValues(Span<object> into)
    {
        for (var query = this; query is not null && query._values > 0; query = query._parent)
        {
            var first = query.FirstValue;
            if (query._values == first)
                continue;
            if (query._column is { Legs.Length: > 0 } column)
                first = Copy(column, into, first);
            switch (query._part)
            {
                case QueryPart.Compare or QueryPart.InList or QueryPart.Like or QueryPart.Set or QueryPart.Add:
                    into[first] = query._value!;
                    break;
                case QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists or QueryPart.Group or QueryPart.NotGroup or QueryPart.Having:
                    query.Inner.CopyValues(into.Slice(first, query.Inner._values));
                    break;
                case QueryPart.InUnion:
                    Copy(query.Arms, into, first);
                    break;
                case QueryPart.After or QueryPart.Between:
                    ((object[])query._value!).CopyTo(into[first..]);
                    break;
                case QueryPart.CompareColumn:
                    Copy(query.Other, into, first);
                    break;
                case QueryPart.Select:
                    foreach (var chosen in (Column[])query._value!)
                        first = Copy(chosen, into, first);
                    break;
                case QueryPart.From or QueryPart.With:
                    Copy(((Table)query._value!).Definition!.Arms, into, first);
                    break;
                case QueryPart.Join or QueryPart.LeftJoin or QueryPart.RightJoin or QueryPart.FullJoin or QueryPart.CrossJoin:
                    if (query.SourceTable.Definition is { IsCommon: false } made)
                        first = Copy(made.Arms, into, first);
                    if (query._value is JoinOn { Condition: { } on })
                        on.CopyValues(into.Slice(first, on._values));
                    break;
            }
        }
    }

    private static int Copy(Column column, Span<object> into, int at)
    {
        column.Legs.CopyTo(into[at..]);
        return at + column.Legs.Length;
    }

    private static int Copy(Query[] arms, Span<object> into, int at)
    {
        foreach (var arm in arms)
        {
            arm.CopyValues(into.Slice(at, arm._values));
            at += arm._values;
        }

        return at;
    }

    /// <summary>A query with parameters: its values, where the open ones are, and its text. A parameter that stands in several places is one value there.</summary>
    private sealed class Template
    {
        private readonly int[]? _places;

        public Template(object[] values)
        {
            var (places, kept) = (new int[values.Length], new List<object>(values.Length));
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                places[i] = value is Parameter ? kept.FindIndex(v => ReferenceEquals(v, value)) : -1;
                if (places[i] >= 0)
                    continue;
                places[i] = kept.Count;
                kept.Add(value);
            }

            (Values, _places) = ([.. kept], kept.Count < values.Length ? places : null);
            Open = [.. Enumerable.Range(0, Values.Length).Where(i => Values[i] is Parameter).Select(i => ((Parameter)Values[i], i))];
            Parameters = Array.ConvertAll(Open, o => o.Parameter);
        }

        public object[] Values { get; }

        public (Parameter Parameter, int Index)[] Open { get; }

        public Parameter[] Parameters { get; }

        public CompiledShape? Text { get; private set; }

        /// <summary>Keeps the text of the shape, with the numbers of the values that are left.</summary>
        public CompiledShape Know(CompiledShape text) => Text = _places is null ? text : text.Sharing(_places);
    }
}
