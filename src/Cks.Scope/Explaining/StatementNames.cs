using System.Globalization;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>What the values of statements are called: those of the subject, the current day, and those of a request.</summary>
internal sealed class StatementNames
{
    private readonly Dictionary<object, string> _names = [];
    private readonly HashSet<string> _classes = ["is_test"];

    /// <param name="model">The entities, whose columns of the test class are known.</param>
    /// <param name="me">The subject.</param>
    /// <param name="today">Midnight at which the current day began, UTC.</param>
    /// <param name="others">Values of the request, by name.</param>
    public StatementNames(ScopeModel model, Subject me, DateTimeOffset today, params ReadOnlySpan<(string Name, object Value)> others)
    {
        _classes.UnionWith(model.Entities.Select(e => e.Test?.Name).OfType<string>());
        foreach (var (name, value) in others)
            Add(name, value);
        foreach (var (name, value) in new[] { ("code", me.Code), ("tenant", me.Tenant.Value), ("role", $"role:{me.Roles.FirstOrDefault()}"), ("id", me.Id), ("issuer", me.Issuer) })
            if (value.Length > 0)
                Add(name, value);
        Add("today", today);
        Add("tomorrow", today.AddDays(1));
    }

    /// <summary>The text of a statement in a dialect.</summary>
    public NamedSql Of(Query query, SqlCompiler compiler) => NamedSql.Of(compiler.Compile(query), _names, _classes);

    private void Add(string name, object value)
    {
        if (value is DateTimeOffset moment)
        {
            _names.TryAdd(moment.UtcDateTime, name);
            _names.TryAdd(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture), name);
        }
        else
        {
            _names.TryAdd(value, name);
        }
    }
}
