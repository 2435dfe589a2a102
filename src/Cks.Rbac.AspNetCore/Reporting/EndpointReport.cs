using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// What the audit saw: which endpoint is guarded by what, and which role passes. It is made only for somebody in this very process who listens for it, as the hook of <c>cks endpoints matrix</c> does, so an
/// application that runs for its users neither makes nor shows it.
/// </summary>
internal sealed class EndpointReport(
    IHostEnvironment host, Policy policy, IAuthorizationPolicyProvider provider, IReadOnlyList<EndpointGuards> endpoints, IEnumerable<(string Place, string Why)> exempt, DiagnosticBag findings)
{
    /// <summary>Name of the <see cref="DiagnosticListener"/>.</summary>
    public const string Source = "Cks.Rbac.AspNetCore";

    /// <summary>Name of the event; what it carries is <see cref="ToJson"/>, and it comes before the audit stops a host.</summary>
    public const string Audited = "Cks.Rbac.AspNetCore.EndpointsAudited";

    private static readonly DiagnosticListener Listener = new(Source);

    /// <summary>Gives it to whoever listens; not even made where nobody does.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What is written is a text, and nobody looks for members of it.")]
    public static void Publish(Func<EndpointReport> report)
    {
        if (Listener.IsEnabled(Audited))
            Listener.Write<string>(Audited, report().ToJson());
    }

    /// <summary>The report as JSON. The same application and policy give the same text, on every day.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Write(Utf8JsonWriter json)
    {
        var verdicts = new RoleVerdicts(policy, provider);
        string[] roles = [.. verdicts.Roles];
        json.WriteStartObject();
        json.WriteString("schema", "cks.endpoints");
        json.WriteNumber("version", 1);
        json.WriteString("application", host.ApplicationName);
        json.WriteString("environment", host.EnvironmentName);
        Write(json, "roles", roles);
        json.WriteStartArray("endpoints");
        foreach (var (guards, terms) in Entries(verdicts).OrderBy(e => Route(e.Guards.Place), StringComparer.Ordinal).ThenBy(e => e.Guards.Place, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("endpoint", guards.Place);
            json.WriteString("guard", string.Join("; ", terms));
            json.WriteString("checkedBy", CheckedBy(guards));
            json.WriteStartArray("asks");
            foreach (var term in terms)
            {
                json.WriteStartObject();
                json.WriteString("kind", term.Kind);
                Write(json, "names", term.Names);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("verdicts");
            foreach (var role in roles)
            {
                var verdict = verdicts.Of(role, terms);
                json.WriteStartObject();
                json.WriteString("role", role);
                json.WriteString("verdict", verdict.Reach switch { RoleReach.Yes => "yes", RoleReach.Row => "row", _ => "no" });
                Write(json, "needs", verdict.Needs);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("exempt");
        // How many files a build has changes from day to day, and says nothing.
        foreach (var (place, why) in exempt.Select(e => e.Why == StaticAssets.Why ? ("MapStaticAssets", e.Why) : e).Distinct().OrderBy(e => e.Item1, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("endpoint", place);
            json.WriteString("why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code.Id);
            json.WriteString("endpoint", finding.Location.File);
            json.WriteString("message", finding.Message);
            json.WriteString("fix", finding.Fix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A method of a hub asks what its connection asks, again for each message, and what it says itself.
    private IEnumerable<(EndpointGuards Guards, IReadOnlyList<GuardTerm> Terms)> Entries(RoleVerdicts verdicts)
    {
        foreach (var endpoint in endpoints)
            yield return (endpoint, endpoint.IsWithoutRule ? [GuardTerm.None] : verdicts.Terms(endpoint));
        foreach (var hub in endpoints.Where(e => e.Hub is not null).DistinctBy(e => e.Hub))
        {
            var connection = hub.IsWithoutRule ? [GuardTerm.None] : verdicts.Terms(hub);
            foreach (var method in EndpointGuards.OfMethods(hub.Hub!))
            {
                var own = verdicts.Terms(method);
                yield return (method with { ChecksInHandler = hub.ChecksInHandler }, own.Count == 0 ? connection : [.. connection.Where(t => t != GuardTerm.Anonymous), .. own]);
            }
        }
    }

    private static string CheckedBy(EndpointGuards guards) => string.Join("; ", guards.Resources.Select(r => $"OnResource {r.Type.Name} {r.RouteValue}").Concat(guards.ChecksInHandler is { } reason ? [reason] : []));

    private static string Route(string place) => place[(place.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
