using System.Text.Json;

namespace Cks.Scope;

/// <summary>An explanation as members of a JSON object.</summary>
internal static class ScopeExplanationJson
{
    public static void WriteMembers(Utf8JsonWriter json, ScopeExplanation explanation)
    {
        json.WriteString("role"u8, explanation.Role);
        json.WriteString("code"u8, explanation.Me.Code);
        json.WriteString("tenant"u8, explanation.Me.Tenant.Value);
        json.WriteBoolean("test"u8, explanation.Me.IsTest);
        json.WriteStartArray("parts"u8);
        foreach (var part in explanation.Parts)
            Write(json, part, explanation);
        json.WriteEndArray();
        Write(json, "answer", explanation.Answer, explanation);
        Write(json, "feed", explanation.Feed, explanation);
    }

    private static void Write(Utf8JsonWriter json, ExplainedRows part, ScopeExplanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, part.Kind);
        json.WriteString("name"u8, part.Name);
        json.WriteString("answer"u8, part.Answer ?? part.Name);
        json.WriteString("entity"u8, part.Entity.Name);
        json.WriteStartArray("ways"u8);
        foreach (var way in part.Ways)
        {
            json.WriteStartObject();
            json.WriteString("declared"u8, ScopeWords.Of(way.Declared));
            json.WriteString("taken"u8, ScopeWords.Of(way.Steps));
            json.WriteString("columns"u8, ScopeWords.ColumnsOf(way.Steps));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "where", part.Where);
        json.WriteString("capability"u8, part.Entity.View.Name);
        json.WriteString("policy"u8, part.Plan);
        json.WriteBoolean("shown"u8, part.Fields is not null);
        Write(json, "fields", part.Fields ?? []);
        Write(json, "hidden", part.Hidden);
        if (part.Rows is { } rows)
            json.WriteNumber("rows"u8, rows);
        Write(json, "statements", part.Statements, explanation);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<ScopeStatement> statements, ScopeExplanation explanation)
    {
        json.WriteStartArray(name);
        foreach (var statement in statements)
        {
            var named = explanation.Names.Of(statement.Query, explanation.Compiler);
            json.WriteStartObject();
            json.WriteString("name"u8, statement.Name);
            json.WriteString("sql"u8, named.Sql);
            json.WriteStartObject("values"u8);
            foreach (var (parameter, value) in named.Values)
                json.WriteString(parameter, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
