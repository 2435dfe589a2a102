using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Reads grants documents.</summary>
internal sealed class GrantDocumentReader(DiagnosticBag diagnostics)
{
    private static readonly SourceDocumentOptions Limits = SourceDocumentOptions.ForFiles with { MaxBytes = 64 * 1024 * 1024, MaxValues = 8_000_000 };

    private readonly Dictionary<string, SourceNode> _nodes = new(StringComparer.Ordinal);

    public static LoadResult<GrantDocument> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag();
        var root = SourceDocument.Read(file, utf8, Limits, diagnostics);
        return LoadResult<GrantDocument>.From(root is null ? null : new GrantDocumentReader(diagnostics).Read(root), diagnostics);
    }

    private GrantDocument Read(SourceNode root)
    {
        var reader = SourceReader.Of(root, diagnostics);
        var before = diagnostics.Total;
        if (reader.OptionalInt32("version") != 1 && diagnostics.Total == before)
            diagnostics.Add(CksCodes.DocumentVersion, reader.Optional("version") ?? root, "This is not a grants document of version 1.", "Write \"version\": 1.");
        var history = reader.Items("history");
        var grants = reader.Items("grants").Select(n => ReadGrant(n, isCurrent: true)).OfType<Grant>().ToArray();
        var records = history.Select(ReadRecord).OfType<GrantRecord>().ToArray();
        reader.Complete();
        return new(grants, records, _nodes);
    }

    private Grant? ReadGrant(SourceNode node, bool isCurrent)
    {
        var before = diagnostics.Total;
        var reader = SourceReader.Of(node, diagnostics);
        var (id, issuer, subject, tenant) = (reader.RequiredString("id"), Short(reader, "issuer", CksGrants.LongestIssuer), Short(reader, "subject", CksGrants.LongestSubject), ReadTenant(reader));
        var kind = ReadOne(reader, "kind", Enum.GetValues<GrantKind>(), GrantJson.KindOf);
        if (kind is null)
            foreach (var member in (ReadOnlySpan<string>)["role", "capability", "when", "fields"])
                reader.Optional(member);
        var name = kind is null or GrantKind.BreakGlass ? "" : reader.RequiredString(kind == GrantKind.Role ? "role" : "capability");
        var (when, fields) = kind is GrantKind.Permit or GrantKind.Deny ? (reader.Optional("when"), reader.Optional("fields")) : (null, null);
        var (read, write) = fields is null ? (null, null) : ReadFields(fields);
        var (from, until) = (ReadTime(reader, "from"), ReadTime(reader, "until"));
        if (from >= until)
            diagnostics.Add(CksCodes.WrongKind, reader.Optional("until")!, "The grant ends before it begins.", "Swap \"from\" and \"until\".");
        var (reason, isSuspended) = (Short(reader, "reason", CksGrants.LongestReason), reader.Boolean("suspended"));
        if (kind == GrantKind.BreakGlass && until is null && diagnostics.Total == before)
            diagnostics.Add(CksCodes.MissingProperty, node, "Broken glass does not stay open for ever.", "Add \"until\".");
        reader.Complete();
        // In the history a grant stands as often as it was changed.
        if (isCurrent && id.Length > 0 && !_nodes.TryAdd(id, node))
            diagnostics.Add(CksCodes.DuplicateName, reader.Optional("id")!, $"The id \"{id}\" is taken.", "Give each grant an id of its own.");
        return diagnostics.Total > before ? null : new(id, kind!.Value, issuer, subject, tenant, name)
        {
            When = when is null ? null : JsonOfNode.Of(when),
            Read = read,
            Write = write,
            From = from ?? DateTimeOffset.MinValue,
            Until = until,
            Reason = reason,
            IsSuspended = isSuspended,
        };
    }

    private GrantRecord? ReadRecord(SourceNode node)
    {
        var before = diagnostics.Total;
        var reader = SourceReader.Of(node, diagnostics);
        var at = reader.Required("at") is null ? null : ReadTime(reader, "at");
        var action = ReadOne(reader, "action", Enum.GetValues<GrantAction>(), a => a.ToText());
        var (by, person) = (reader.Required("by") is { } who ? ReadPerson(who) : default, reader.Optional("person") is { } whose ? ReadPerson(whose) : new("", ""));
        var grants = reader.Items("grants").Select(n => ReadGrant(n, isCurrent: false)).OfType<Grant>().ToArray();
        var (tenant, reason, version) = (ReadTenant(reader), Text(reader, "reason"), Text(reader, "policyVersion"));
        reader.Complete();
        return diagnostics.Total > before ? null : new(at!.Value, action!.Value, by, person, tenant, grants, reason, version);
    }

    private PersonId ReadPerson(SourceNode node)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var person = new PersonId(Short(reader, "issuer", CksGrants.LongestIssuer), Short(reader, "subject", CksGrants.LongestSubject));
        reader.Complete();
        return person;
    }

    private (string[]? Read, string[]? Write) ReadFields(SourceNode node)
    {
        var reader = SourceReader.Of(node, diagnostics);
        string[]? List(string name) => reader.Optional(name) is null ? null : [.. reader.Strings(name).Select(f => f.Text!).Distinct(StringComparer.Ordinal)];
        var fields = (List("read"), List("write"));
        reader.Complete();
        return fields;
    }

    private TenantId ReadTenant(SourceReader reader)
    {
        var text = reader.RequiredString("tenant");
        if (!TenantId.TryParse(text, out var tenant) && text.Length > 0)
            diagnostics.Add(CksCodes.InvalidName, reader.Optional("tenant")!, $"\"{text}\" is no tenant.", "Use 1 to 64 characters of a-z, 0-9, - and _.");
        return tenant;
    }

    private T? ReadOne<T>(SourceReader reader, string name, IReadOnlyList<T> values, Func<T, string> textOf)
        where T : struct
    {
        var text = reader.RequiredString(name);
        foreach (var value in values)
            if (textOf(value) == text)
                return value;
        if (text.Length > 0)
            diagnostics.AddUnknown(CksCodes.WrongKind, reader.Optional(name)!, $"\"{text}\" is not known here.", text, [.. values.Select(textOf)]);
        return null;
    }

    private DateTimeOffset? ReadTime(SourceReader reader, string name)
    {
        if (reader.Optional(name) is not { } node)
            return null;
        if (ConditionReader.TryTime(node, out var time))
            return time.ToUniversalTime();
        diagnostics.Add(CksCodes.WrongKind, node, "Something else stands where a time is expected.", "Write a time with Z or its offset, such as \"2026-12-01T00:00:00Z\".");
        return null;
    }

    private string Short(SourceReader reader, string name, int longest)
    {
        var text = reader.RequiredString(name);
        if (text.Length > longest)
            diagnostics.Add(CksCodes.WrongKind, reader.Optional(name)!, $"\"{name}\" has {text.Length} characters.", $"Use {longest} at most.");
        return text;
    }

    /// <summary>A text that is there and may be empty.</summary>
    private string Text(SourceReader reader, string name)
    {
        if (reader.Required(name) is { Kind: not JsonValueKind.String } other)
            diagnostics.Add(CksCodes.WrongKind, other, "Something else stands where a text is expected.", "Write a text here.");
        return reader.Optional(name)?.Text ?? "";
    }
}
