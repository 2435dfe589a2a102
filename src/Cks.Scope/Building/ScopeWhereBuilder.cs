using Cks.Core;

namespace Cks.Scope;

/// <summary>Says what rows of a set or a metric are like. Every condition must hold.</summary>
public sealed class ScopeWhereBuilder
{
    internal ScopeWhereBuilder()
    {
    }

    internal JsonMembers Members { get; } = new();

    /// <summary>A text field is one of these.</summary>
    public ScopeWhereBuilder Is(string field, params ReadOnlySpan<string> values)
    {
        if (values is [var value])
            Members.Add(field, value);
        else
            Members.Add(field, values);
        return this;
    }

    /// <summary>A field has no value.</summary>
    public ScopeWhereBuilder IsNull(string field)
    {
        Members.Add(field, json => json.WriteNullValue());
        return this;
    }

    /// <summary>A timestamp lies in the current day, UTC.</summary>
    public ScopeWhereBuilder OnToday(string field) => Add(field, "on", "today");

    /// <summary>A timestamp lies in the current day or later, UTC.</summary>
    public ScopeWhereBuilder FromToday(string field) => Add(field, "from", "today");

    /// <summary>An integer is less than another field.</summary>
    public ScopeWhereBuilder Below(string field, string other) => Add(field, "below", other);

    private ScopeWhereBuilder Add(string field, string how, string value)
    {
        var condition = new JsonMembers();
        condition.Add(how, value);
        Members.Add(field, condition);
        return this;
    }

    internal static JsonMembers Of(Action<ScopeWhereBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var where = new ScopeWhereBuilder();
        build(where);
        return where.Members;
    }
}
