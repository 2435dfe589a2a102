using System.CommandLine;
using System.Globalization;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Options that several verbs about grants have.</summary>
internal sealed class GrantsOptions
{
    public Option<string> File { get; } = new("--file") { Description = "The grants document.", HelpName = "FILE", Required = true };

    public Option<string[]> Policy { get; } = new("--policy") { Description = "The policy's documents, or folders of them.", HelpName = "FILE", Required = true };

    public Option<string> Tenant { get; } = Parsed("--tenant", "Where it counts.", "TENANT", t => TenantId.TryParse(t, out _), "1 to 64 characters of a-z, 0-9, - and _");

    public Option<string?> Issuer { get; } = new("--issuer") { Description = "Issuer of both persons; the only one of the document by default.", HelpName = "ISSUER" };

    public Option<string> Subject { get; } = new("--subject") { Description = "The person, by their identifier at the issuer (sub).", HelpName = "ID", Required = true };

    public Option<string> By { get; } = new("--by") { Description = "Who does it: a person whose roles stand in the document.", HelpName = "ID", Required = true };

    public Option<string?> ByIssuer { get; } = new("--by-issuer") { Description = "Issuer of --by, where it is another one.", HelpName = "ISSUER" };

    public Option<string> Reason { get; } = new("--reason") { Description = "Why, in words.", HelpName = "TEXT", Required = true };

    /// <summary>The issuer that is named, or that all of the document have.</summary>
    /// <exception cref="IOException">It is not clear which one is meant.</exception>
    public string IssuerOf(ParseResult parsed, GrantDocument document)
    {
        if (parsed.GetValue(Issuer) is { } named)
            return named;
        string[] known = [.. document.Grants.Select(g => g.Issuer).Distinct(StringComparer.Ordinal)];
        return known is [var only] ? only : throw new IOException("Name the issuer of the persons: --issuer ISSUER.");
    }

    /// <exception cref="CksConfigurationException">The document is refused.</exception>
    public async Task<GrantDocument> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(File)!;
        return GrantDocument.Read(file, await System.IO.File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)).GetOrThrow();
    }

    /// <summary>Who does it, with what the document gives them alone.</summary>
    public Subject Grantor(ParseResult parsed, string issuer) => new(parsed.GetValue(By)!, TenantId.Parse(parsed.GetValue(Tenant)!), []) { Issuer = parsed.GetValue(ByIssuer) ?? issuer };

    /// <summary>The service that judges, over the document and the policy.</summary>
    public async Task<IGrants> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var policies = new SnapshotStore<Policy>();
        var loaded = await PolicyInput.ReadAsync(parsed.GetValue(Policy)!, cancellationToken).ConfigureAwait(false);
        loaded.GetOrThrow();
        policies.TryActivate(loaded, [], out _);
        return new Rbac.Grants(policies, new FileGrantLedger(Path.GetFullPath(parsed.GetValue(File)!), TimeProvider.System), TimeProvider.System);
    }

    /// <summary>A time with Z or its offset: without one it would depend on where the tool runs.</summary>
    public static bool TryTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    public static Task WriteAsync(ToolConsole console, GrantOutcome outcome, CancellationToken cancellationToken) => console.IsJson
        ? console.WriteJsonAsync("cks.grants-change", json =>
        {
            json.WriteBoolean("done", outcome.IsDone);
            if (!outcome.IsDone)
            {
                json.WriteString("reason", outcome.Reason.Value.ToText());
                json.WriteString("detail", outcome.Detail);
                return;
            }

            json.WritePropertyName("record");
            GrantJson.Write(json, outcome.Record);
        }, cancellationToken)
        : console.WriteAsync(outcome.IsDone ? outcome.Record.Grants.Select(g => $"{outcome.Record.Action.ToText()} {Line(g)}") : [$"refused {outcome}"], cancellationToken);

    public static string Line(Grant grant)
    {
        var what = grant.Kind == GrantKind.BreakGlass ? "break glass" : $"{grant.Kind.ToString().ToLowerInvariant()} {grant.Name}";
        var until = grant.Until is { } end ? $" until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "";
        var fields = string.Join(' ', new[] { ("read", grant.Read), ("write", grant.Write) }.Where(f => f.Item2 is not null).Select(f => $"{f.Item1} {string.Join(',', f.Item2!)}"));
        return $"{grant.Id} {grant.Tenant} {grant.SubjectId} of {grant.Issuer}: {what}{(grant.When is null ? "" : $" when {grant.When}")}{(fields.Length == 0 ? "" : $" {fields}")}{until}{(grant.IsSuspended ? ", suspended" : "")}: {grant.Reason}";
    }

    public static Option<string> Parsed(string name, string description, string helpName, Func<string, bool> isGood, string expected, bool isRequired = true)
    {
        var option = new Option<string>(name) { Description = description, HelpName = helpName, Required = isRequired };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var one] && !isGood(one.Value))
                result.AddError($"{name} takes {expected}.");
        });
        return option;
    }
}
