using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.Rbac.Tests.Model;

/// <summary>Writes a policy as a document. A number and a time are spelled in one of several ways that mean the same.</summary>
internal sealed class ModelWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = false };
    private readonly Utf8JsonWriter _json;

    private ModelWriter(Utf8JsonWriter json) => _json = json;

    public static byte[] Write(ModelPolicy policy) => Write(w => w.WritePolicy(policy));

    public static string Write(Terms condition) => Encoding.UTF8.GetString(Write(w => w.WriteTerms(condition)));

    private static byte[] Write(Action<ModelWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            write(new(json));
        return stream.ToArray();
    }

    private void WritePolicy(ModelPolicy policy)
    {
        _json.WriteStartObject();
        _json.WriteNumber("version", 1);
        _json.WriteStartObject("resources");
        foreach (var resource in policy.Resources)
            WriteResource(resource);
        _json.WriteEndObject();
        _json.WriteStartObject("obligations");
        foreach (var (name, within) in policy.Obligations)
        {
            _json.WriteStartObject(name);
            if (within is { } seconds)
                _json.WriteNumber("within", seconds);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteStartObject("roles");
        foreach (var role in policy.Roles)
        {
            _json.WriteStartObject(role.Name);
            if (role.Inherits.Length > 0)
                WriteTexts("inherits", role.Inherits);
            WriteRules("permit", role.Rules.Where(r => !r.IsDeny));
            WriteRules("deny", role.Rules.Where(r => r.IsDeny));
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteResource(ModelResource resource)
    {
        _json.WriteStartObject(resource.Name);
        WriteTexts("actions", resource.Actions);
        WriteTexts("fields", resource.Fields);
        if (resource.Attributes.Count > 0 && resource.Attributes.Values.All(a => a is "text"))
            WriteTexts("attributes", resource.Attributes.Keys);
        else if (resource.Attributes.Count > 0)
            WriteAttributes(resource.Attributes);
        if (resource.Relations.Count > 0 && resource.Relations.Values.All(r => r is null))
            WriteTexts("relations", resource.Relations.Keys);
        else if (resource.Relations.Count > 0)
        {
            _json.WriteStartObject("relations");
            foreach (var (name, meaning) in resource.Relations)
            {
                _json.WritePropertyName(name);
                if (meaning is null)
                    _json.WriteStringValue("resolved");
                else
                    WriteTerms(meaning);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteAttributes(IReadOnlyDictionary<string, object> attributes)
    {
        _json.WriteStartObject("attributes");
        foreach (var (name, kind) in attributes)
        {
            if (kind is string[] values)
                WriteTexts(name, values);
            else if (kind is (decimal from, decimal to))
            {
                _json.WriteStartObject(name);
                _json.WriteNumber("from", from);
                _json.WriteNumber("to", to);
                _json.WriteEndObject();
            }
            else
                _json.WriteString(name, (string)kind);
        }

        _json.WriteEndObject();
    }

    private void WriteRules(string name, IEnumerable<ModelRule> rules)
    {
        _json.WriteStartArray(name);
        foreach (var rule in rules)
        {
            _json.WriteStartObject();
            _json.WriteString("id", rule.Id);
            WriteTexts("actions", rule.Actions);
            if (rule.When is { } when)
            {
                _json.WritePropertyName("when");
                WriteTerms(when);
            }

            if (rule.Fields is { } fields)
            {
                _json.WriteStartObject("fields");
                foreach (var (list, names) in ((string, string[]?)[])[("read", fields.Read), ("write", fields.Write), ("filter", fields.Filter), ("sort", fields.Sort)])
                    if (names is not null)
                        WriteTexts(list, names);
                _json.WriteEndObject();
            }

            if (rule.From is { } from)
                WriteValue("from", from);
            if (rule.Until is { } until)
                WriteValue("until", until);
            if (rule.Obligations.Length > 0)
                WriteTexts("obligations", rule.Obligations);
            if (rule.IsBreakGlass)
                _json.WriteBoolean("breakGlass", true);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteTerms(Terms terms)
    {
        _json.WriteStartObject();
        foreach (var term in terms.All)
        {
            switch (term)
            {
                case OneOfTerm one:
                    WriteValues(one.Attribute, one.Values);
                    break;
                case OperatorsTerm operators:
                    _json.WriteStartObject(operators.Attribute);
                    foreach (var (name, values) in operators.Operators)
                        WriteValues(name, values);
                    _json.WriteEndObject();
                    break;
                case IsTerm relations:
                    WriteValues("is", [.. relations.Relations]);
                    break;
                case AnyTerm any:
                    WriteParts("any", any.Parts);
                    break;
                case AllTerm all:
                    WriteParts("all", all.Parts);
                    break;
                case NotTerm not:
                    _json.WritePropertyName("not");
                    WriteTerms(not.Part);
                    break;
            }
        }

        _json.WriteEndObject();
    }

    private void WriteParts(string name, IReadOnlyList<Terms> parts)
    {
        _json.WriteStartArray(name);
        foreach (var part in parts)
            WriteTerms(part);
        _json.WriteEndArray();
    }

    private void WriteValues(string name, object[] values)
    {
        if (values is [var one])
        {
            WriteValue(name, one);
            return;
        }

        _json.WriteStartArray(name);
        foreach (var value in values)
            WriteValue(null, value);
        _json.WriteEndArray();
    }

    private void WriteValue(string? name, object value)
    {
        if (name is not null)
            _json.WritePropertyName(name);
        switch (value)
        {
            case string text:
                _json.WriteStringValue(text);
                break;
            case bool flag:
                _json.WriteBooleanValue(flag);
                break;
            case decimal number:
                // 2 is 2.0, 2.00 and 2e0 as well.
                _json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture) + ((decimal.GetBits(number)[0] % 3) switch { 1 when number.Scale == 0 => ".0", 2 => "e0", _ => "" }));
                break;
            case DateTimeOffset time:
                _json.WriteStringValue(time.UtcTicks % 2 == 0
                    ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
                    : time.ToOffset(TimeSpan.FromMinutes(330)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteTexts(string name, IEnumerable<string> texts)
    {
        _json.WriteStartArray(name);
        foreach (var text in texts)
            _json.WriteStringValue(text);
        _json.WriteEndArray();
    }
}
