namespace Cks.QueryBuilder.Tests;

/// <summary>A condition twice: as the library is told it, and as a plain function of a row (null: unknown, as in SQL).</summary>
internal sealed record RandomCondition(string Name, Func<ConditionGroup, ConditionGroup> Add, Func<World, object?[]?[], bool?> Holds)
{
    public static int Order(object a, object b) => Naive.Order(a, b);
}

/// <content>Conditions.</content>
internal sealed partial class QueryMaker
{
    private static readonly Op[] Ops = [Op.Eq, Op.Ge, Op.Ne, Op.Lt, Op.Le, Op.Gt];

    public Query Narrow(Query query, Field[] scope, int most, int depth, List<RandomCondition> conditions)
    {
        for (var left = chance.OneIn(2) ? 0 : chance.Below(most + 1); left > 0; left--)
        {
            var condition = Condition(scope, depth);
            conditions.Add(condition);
            query = query.Where(condition.Add);
        }

        return query;
    }

    private RandomCondition Condition(Field[] scope, int depth)
    {
        var condition = (depth, chance.Below(8)) switch
        {
            ( > 0, 0) => Group(scope, depth - 1, isNot: false),
            ( > 0, 1) => Group(scope, depth - 1, isNot: true),
            ( > 0, 2 or 3 or 4) => OfQuery(scope, depth - 1),
            _ => OfValue(scope),
        };
        Uses(condition.Name);
        return condition;
    }

    private RandomCondition Group(Field[] scope, int depth, bool isNot)
    {
        var alternatives = Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => Enumerable.Range(0, 1 + chance.Below(2)).Select(_ => Condition(scope, depth)).ToArray()).ToArray();
        ConditionGroup Write(ConditionGroup group) => alternatives.Aggregate(group, (g, all) => all.Skip(1).Aggregate(g.OrWhere(all[0].Add), (x, c) => c.Add(x)));
        bool? Holds(World world, object?[]?[] row) => Naive.Any(alternatives.Select(all => Naive.All(all.Select(c => c.Holds(world, row)))));
        return isNot
            ? new("not", g => g.WhereNot(Write), (w, row) => !Holds(w, row))
            : new("group", g => g.Where(Write), Holds);
    }

    private RandomCondition OfValue(Field[] scope)
    {
        var field = chance.Pick(scope);
        var (column, kind, get) = (field.Column, field.Kind, field.Get);
        var (op, value) = (chance.Pick(Ops), chance.Value(kind.Pool));
        var form = chance.Below(kind.Base == typeof(string) ? 17 : 13);
        if (form >= 13)
            return OfText((Column<string>)column, get, form);
        if (!kind.IsComparable || form is 0 or 1)
        {
            return form % 2 == 0
                ? new("is null", g => g.WhereNull(column), (_, row) => get(row) is null)
                : new("is not null", g => g.WhereNotNull(column), (_, row) => get(row) is not null);
        }

        switch (form)
        {
            case 2 when chance.OneIn(3):
                return new("false", g => g.WhereFalse(), (_, _) => false);
            case 3 or 4 when kind.HasList:
                var list = Enumerable.Range(0, chance.Below(5)).Select(_ => chance.Value(kind.Pool)).ToArray();
                return new("in list", g => kind.In(g, column, list), (_, row) => Naive.In(get(row), list));
            case 5 or 6:
                var last = chance.Value(kind.Pool);
                return new("between", g => kind.Between(g, column, value, last), (_, row) => Naive.Compare(get(row), Op.Ge, value) & Naive.Compare(get(row), Op.Le, last));
            case 9 when chance.Pick(Array.FindAll(scope, f => f.Kind.IsSame(kind))) is var other:
                return new("compare column", g => kind.Compare(g, column, op, other.Column), (_, row) => Naive.Compare(get(row), op, other.Get(row)));
            case 7 or 8 when MayBind && _parameters.Count < Parameter.Most:
                var (parameter, bound) = ParameterOf(kind, value);
                return new("parameter", g => kind.Compare(g, column, op, parameter), (_, row) => Naive.Compare(get(row), op, bound));
            default:
                return new("compare", g => kind.Compare(g, column, op, value), (_, row) => Naive.Compare(get(row), op, value));
        }
    }

    private RandomCondition OfText(Column<string> column, Func<object?[]?[], object?> get, int form)
    {
        var text = (string)chance.Value(Kind.Text.Pool);
        bool? Of(object? value, Func<string, string, bool> matches) => value is string of ? matches(Naive.Fold(of), Naive.Fold(text)) : null;
        return form switch
        {
            13 => new("contains", g => g.WhereContains(column, text), (_, row) => Of(get(row), (a, b) => a.Contains(b, StringComparison.Ordinal))),
            14 => new("starts", g => g.WhereStarts(column, text), (_, row) => Of(get(row), (a, b) => a.StartsWith(b, StringComparison.Ordinal))),
            15 => new("ends", g => g.WhereEnds(column, text), (_, row) => Of(get(row), (a, b) => a.EndsWith(b, StringComparison.Ordinal))),
            _ => new("same", g => g.WhereSame(column, text), (_, row) => Of(get(row), (a, b) => a == b)),
        };
    }

    private RandomCondition OfQuery(Field[] scope, int depth)
    {
        var field = chance.Pick(scope);
        var (column, get) = (field.Column, field.Get);
        if (!field.Kind.IsComparable || chance.OneIn(5))
        {
            var any = Query(depth, null);
            return chance.OneIn(2)
                ? new("exists", g => g.WhereExists(any.Query), (w, _) => any.Rows(w).Count > 0)
                : new("not exists", g => g.WhereNotExists(any.Query), (w, _) => any.Rows(w).Count == 0);
        }

        if (chance.OneIn(5))
        {
            var several = Enumerable.Range(0, chance.Below(4)).Select(_ => Query(depth, [field.Kind])).ToArray();
            var queries = Array.ConvertAll(several, s => s.Query);
            return new("in several", g => g.WhereIn(column, queries), (w, row) => Naive.In(get(row), [.. several.SelectMany(s => s.Rows(w)).Select(r => r[0])]));
        }

        var one = Query(depth, [field.Kind]);
        bool IsAmong(World world, object? value) => one.Rows(world).Any(r => Naive.Compare(value, Op.Eq, r[0]) == true);
        return chance.Below(4) switch
        {
            0 => new("not in", g => g.WhereNotIn(column, one.Query), (w, row) => get(row) is not null && !IsAmong(w, get(row))),
            1 => new("exists with", g => g.WhereExists(column, one.Query), (w, row) => Naive.In(get(row), [.. one.Rows(w).Select(r => r[0])])),
            2 => new("not exists with", g => g.WhereNotExists(column, one.Query), (w, row) => !IsAmong(w, get(row))),
            _ => new("in query", g => g.WhereIn(column, one.Query), (w, row) => Naive.In(get(row), [.. one.Rows(w).Select(r => r[0])])),
        };
    }

    // One may stand in several places.
    private (Parameter Parameter, object Value) ParameterOf(Kind kind, object value)
    {
        if (_parameters.Find(p => p.Kind == kind && chance.OneIn(3)) is { Parameter: not null } known)
            return (known.Parameter, known.Value);
        var (parameter, bound) = kind.Parameter(value);
        _parameters.Add((kind, parameter, bound, value));
        return (parameter, value);
    }
}
