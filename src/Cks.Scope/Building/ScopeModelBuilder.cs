using System.Text.Encodings.Web;
using System.Text.Json;
using Cks.Core;

namespace Cks.Scope;

/// <summary>Builds a scope document in code. It writes what is said and checks nothing: <see cref="ScopeModelReader"/> does, as of every document, and names the places in <see cref="ToUtf8"/>.</summary>
public sealed class ScopeModelBuilder
{
    // What is printed of a document, in a finding for instance, is to look as it was written.
    private static readonly JsonWriterOptions Written = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonMembers _document = new();
    private readonly JsonMembers _entities = new();
    private readonly List<Action<Utf8JsonWriter>> _relations;
    private readonly List<Action<Utf8JsonWriter>> _scopeKeys;
    private readonly JsonMembers _sets = new();
    private readonly JsonMembers _metrics = new();
    private readonly JsonMembers _roles = new();
    private readonly JsonMembers _activities = new();
    private readonly JsonMembers _transformers = new();

    /// <summary>An empty document of version 1.</summary>
    public ScopeModelBuilder()
    {
        _document.Add("version", json => json.WriteNumberValue(1));
        _document.Add("entities", _entities);
        _relations = _document.AddItems("relations");
        _scopeKeys = _document.AddItems("scopeKeys");
        _document.Add("sets", _sets);
        _document.Add("metrics", _metrics);
        _document.Add("roles", _roles);
        _document.Add("activities", _activities);
        _document.Add("transformers", _transformers);
    }

    /// <summary>Declares an entity.</summary>
    /// <param name="name">Name, as the capability to see it begins.</param>
    /// <param name="table">Its table.</param>
    /// <param name="key">Column of its key.</param>
    /// <param name="build">Says whose its rows are, and what they show.</param>
    public ScopeModelBuilder Entity(string name, string table, string key, Action<ScopeEntityBuilder> build)
    {
        _entities.Add(name, Built(new ScopeEntityBuilder(table, key), build).Members);
        return this;
    }

    /// <summary>Declares a relation.</summary>
    /// <param name="name">Name of the set.</param>
    /// <param name="from">Entity above.</param>
    /// <param name="to">Entity below.</param>
    /// <param name="build">Says by what the two belong together.</param>
    public ScopeModelBuilder Relation(string name, string from, string to, Action<ScopeRelationBuilder> build)
    {
        _relations.Add(Built(new ScopeRelationBuilder(name, from, to), build).Members.WriteTo);
        return this;
    }

    /// <summary>Declares a copied key.</summary>
    /// <param name="entity">Whose rows hold the copy.</param>
    /// <param name="column">Where.</param>
    /// <param name="ancestor">The entity above whose key it is.</param>
    public ScopeModelBuilder ScopeKey(string entity, string column, string ancestor)
    {
        var members = new JsonMembers();
        members.Add("entity", entity);
        members.Add("column", column);
        members.Add("ancestor", ancestor);
        _scopeKeys.Add(members.WriteTo);
        return this;
    }

    /// <summary>Declares a set: a union of ways to rows of one entity.</summary>
    public ScopeModelBuilder Set(string name, string entity, Action<ScopeSetBuilder> build)
    {
        _sets.Add(name, Built(new ScopeSetBuilder(entity), build).Members);
        return this;
    }

    /// <summary>Declares a metric that counts a relation or a set.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <param name="rows">The relation or set.</param>
    /// <param name="build">Says which of the rows.</param>
    public ScopeModelBuilder CountMetric(string name, string rows, Action<ScopeMetricBuilder>? build = null)
    {
        _metrics.Add(name, Built(new ScopeMetricBuilder("count", rows), build ?? (_ => { })).Members);
        return this;
    }

    /// <summary>Declares a metric that shows a field of the viewer's own record.</summary>
    /// <param name="name">Name of the metric.</param>
    /// <param name="field">The field.</param>
    /// <param name="map">Values, in lower case, that are shown as others.</param>
    /// <param name="answer">Key in the summary; the name of the metric where it is <see langword="null"/>.</param>
    public ScopeModelBuilder OwnMetric(string name, string field, IReadOnlyDictionary<string, string>? map = null, string? answer = null)
    {
        var members = new ScopeMetricBuilder("own", field).Members;
        if (map is not null)
            members.Add("map", Texts(map));
        if (answer is not null)
            members.Add("as", answer);
        _metrics.Add(name, members);
        return this;
    }

    /// <summary>Declares what a role sees.</summary>
    /// <param name="name">The role.</param>
    /// <param name="entity">The entity whose record the viewer is.</param>
    /// <param name="build">Says what is seen from there.</param>
    public ScopeModelBuilder Role(string name, string entity, Action<ScopeRoleBuilder> build)
    {
        _roles.Add(name, Built(new ScopeRoleBuilder(entity), build).Members);
        return this;
    }

    /// <summary>Declares a kind of event.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="category"><c>action</c>, <c>success</c>, <c>warning</c> or <c>info</c>.</param>
    /// <param name="build">Says who hears of it.</param>
    public ScopeModelBuilder Activity(string name, string category, Action<ScopeActivityBuilder>? build = null)
    {
        _activities.Add(name, Built(new ScopeActivityBuilder(category), build ?? (_ => { })).Members);
        return this;
    }

    /// <summary>Names the application's own table of events; call it once.</summary>
    public ScopeModelBuilder ActivityTable(string table, Action<ScopeActivityTableBuilder> build)
    {
        _document.Add("activityTable", Built(new ScopeActivityTableBuilder(table), build).Members);
        return this;
    }

    /// <summary>Declares a transformer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="entity">The entity whose rows it takes.</param>
    /// <param name="build">Says what becomes of them.</param>
    public ScopeModelBuilder Transformer(string name, string entity, Action<ScopeTransformerBuilder> build)
    {
        _transformers.Add(name, Built(new ScopeTransformerBuilder(entity), build).Members);
        return this;
    }

    /// <summary>The document, as it would stand in a file.</summary>
    public byte[] ToUtf8()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Written))
            _document.WriteTo(json);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    internal static JsonMembers Texts(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var members = new JsonMembers();
        foreach (var (name, text) in texts)
            members.Add(name, text);
        return members;
    }

    private static T Built<T>(T builder, Action<T> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        build(builder);
        return builder;
    }
}
