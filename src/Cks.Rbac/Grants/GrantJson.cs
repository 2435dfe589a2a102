using System.Globalization;
using System.Text.Json;

namespace Cks.Rbac;

/// <summary>Grants and audit rows as JSON, as a grants document and the tool write them.</summary>
public static class GrantJson
{
    /// <summary>Writes a grant as an object.</summary>
    public static void Write(Utf8JsonWriter json, Grant grant)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(grant);
        json.WriteStartObject();
        json.WriteString("id", grant.Id);
        json.WriteString("kind", KindOf(grant.Kind));
        json.WriteString("issuer", grant.Issuer);
        json.WriteString("subject", grant.SubjectId);
        json.WriteString("tenant", grant.Tenant.Value);
        if (grant.Kind != GrantKind.BreakGlass)
            json.WriteString(grant.Kind == GrantKind.Role ? "role" : "capability", grant.Name);
        if (grant.When is { } when)
        {
            json.WritePropertyName("when");
            json.WriteRawValue(when);
        }

        if (grant.Read is not null || grant.Write is not null)
        {
            json.WriteStartObject("fields");
            WriteList(json, "read", grant.Read);
            WriteList(json, "write", grant.Write);
            json.WriteEndObject();
        }

        json.WriteString("from", Text(grant.From));
        if (grant.Until is { } until)
            json.WriteString("until", Text(until));
        json.WriteString("reason", grant.Reason);
        if (grant.IsSuspended)
            json.WriteBoolean("suspended", true);
        json.WriteEndObject();
    }

    /// <summary>Writes an audit row as an object.</summary>
    public static void Write(Utf8JsonWriter json, GrantRecord record)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(record);
        json.WriteStartObject();
        json.WriteString("at", Text(record.At));
        json.WriteString("action", record.Action.ToText());
        Write(json, "by", record.By);
        if (record.Person.IsUsable)
            Write(json, "person", record.Person);
        json.WriteString("tenant", record.Tenant.Value);
        json.WriteStartArray("grants");
        foreach (var grant in record.Grants)
            Write(json, grant);
        json.WriteEndArray();
        json.WriteString("reason", record.Reason);
        json.WriteString("policyVersion", record.PolicyVersion);
        json.WriteEndObject();
    }

    internal static string KindOf(GrantKind kind) => kind switch
    {
        GrantKind.Role => "role",
        GrantKind.Permit => "permit",
        GrantKind.Deny => "deny",
        _ => "breakGlass",
    };

    private static void Write(Utf8JsonWriter json, string name, PersonId person)
    {
        json.WriteStartObject(name);
        json.WriteString("issuer", person.Issuer);
        json.WriteString("subject", person.Id);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string>? items)
    {
        if (items is null)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
