using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Who looks, and when, in a query: as values, or left open, so that the query can be kept for all who look in the same way. Values are always those of one subject: nothing else binds an open query.
/// </summary>
internal sealed class ViewerTerms
{
    private static readonly Parameter<string> Tenant = new("tenant");
    private static readonly Parameter<bool> Test = new("test class");
    private static readonly Parameter<string> Code = new("code");
    private static readonly Parameter<string> OpaqueCode = new("code") { IsOpaque = true };
    private static readonly Parameter<string> OpaqueRole = new("role") { IsOpaque = true };
    private static readonly Parameter<DateTimeOffset> Today = new("today");
    private static readonly Parameter<DateTimeOffset> Tomorrow = new("tomorrow");
    private static readonly Parameter<DateTimeOffset?> MaybeToday = new("today");
    private static readonly Parameter<DateTimeOffset?> MaybeTomorrow = new("tomorrow");
    private static readonly Parameter<string> Key = new("key");

    private readonly Subject? _me;
    private readonly DateTimeOffset _today;
    private readonly Parameter<string> _code = Code;

    /// <param name="me">The subject.</param>
    /// <param name="today">Midnight at which the current day began, UTC.</param>
    public ViewerTerms(Subject me, DateTimeOffset today) => (_me, _today) = (me, today);

    private ViewerTerms(Parameter<string> code) => _code = code;

    /// <summary>Everything left open.</summary>
    public static ViewerTerms Open { get; } = new(Code);

    /// <summary>Everything left open, for a statement that reads few rows by an index whoever looks: the database does not plan by the code, and so keeps one plan for all. Not for what hangs below a viewer, which may be much or little.</summary>
    public static ViewerTerms Opaque { get; } = new(OpaqueCode);

    /// <summary>Whether everything is left open.</summary>
    public bool IsOpen => _me is null;

    public Query OfTenant(Query rows, Column<string> tenant) => _me is null ? rows.Where(tenant, Op.Eq, Tenant) : rows.Where(tenant, Op.Eq, _me.Tenant.Value);

    public Query OfClass(Query rows, Column<bool> test) => _me is null ? rows.Where(test, Op.Eq, Test) : rows.Where(test, Op.Eq, _me.IsTest);

    /// <summary>The rows whose column is the subject's code, or any other.</summary>
    public Query OfCode(Query rows, Column<string> column, Op op = Op.Eq) => _me is null ? rows.Where(column, op, _code) : rows.Where(column, op, _me.Code);

    /// <summary>The rows whose column is what the subject's role is called in an audience.</summary>
    public Query OfRole(Query rows, Column<string> column, string role) => _me is null ? rows.Where(column, Op.Eq, OpaqueRole) : rows.Where(column, Op.Eq, AudienceFinder.Kinds.OfRole(role));

    /// <summary>The row of a key, which is always left open.</summary>
    public static Query OfKey(Query rows, Column<string> column) => rows.Where(column, Op.Eq, Key);

    /// <summary>The rows whose moment lies in the current day or later.</summary>
    public Query FromToday(Query rows, Column moment) => moment is Column<DateTimeOffset> always
        ? _me is null ? rows.Where(always, Op.Ge, Today) : rows.Where(always, Op.Ge, _today)
        : _me is null ? rows.Where((Column<DateTimeOffset?>)moment, Op.Ge, MaybeToday) : rows.Where((Column<DateTimeOffset?>)moment, Op.Ge, _today);

    /// <summary>The rows whose moment lies before the next day.</summary>
    public Query BeforeTomorrow(Query rows, Column moment) => moment is Column<DateTimeOffset> always
        ? _me is null ? rows.Where(always, Op.Lt, Tomorrow) : rows.Where(always, Op.Lt, _today.AddDays(1))
        : _me is null ? rows.Where((Column<DateTimeOffset?>)moment, Op.Lt, MaybeTomorrow) : rows.Where((Column<DateTimeOffset?>)moment, Op.Lt, _today.AddDays(1));

    /// <summary>The query with all values that it leaves open.</summary>
    /// <param name="query">The query.</param>
    /// <param name="me">The subject.</param>
    /// <param name="role">The role by which it looks.</param>
    /// <param name="today">Midnight at which the current day began, UTC.</param>
    /// <param name="key">The key of the row that is asked for.</param>
    /// <exception cref="QueryRefusedException">No column could hold the key.</exception>
    public static Query Bind(Query query, Subject me, string role, DateTimeOffset today, string key = "")
    {
        var open = query.Parameters;
        if (open.Count == 0)
            return query;
        var values = new ParameterValue[open.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValueOf(open[i], me, role, today, key);
        return query.Bind(values);
    }

    /// <summary>The value of one that a query leaves open, as <see cref="Bind"/> gives it.</summary>
    public static ParameterValue ValueOf(Parameter parameter, Subject me, string role, DateTimeOffset today, string key = "") =>
        parameter == Tenant ? Tenant.Is(me.Tenant.Value)
        : parameter == Test ? Test.Is(me.IsTest)
        : parameter == Code ? Code.Is(me.Code)
        : parameter == Key ? Key.Is(key)
        : parameter == OpaqueCode ? OpaqueCode.Is(me.Code)
        : parameter == OpaqueRole ? OpaqueRole.Is(AudienceFinder.Kinds.OfRole(role))
        : parameter == Today ? Today.Is(today)
        : parameter == Tomorrow ? Tomorrow.Is(today.AddDays(1))
        : parameter == MaybeToday ? MaybeToday.Is(today)
        : parameter == MaybeTomorrow ? MaybeTomorrow.Is(today.AddDays(1))
        : throw new ArgumentException($"Nobody looks by {parameter}.", nameof(parameter));
}
