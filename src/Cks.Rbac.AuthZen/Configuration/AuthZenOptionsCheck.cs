using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Rbac.AuthZen;

/// <summary>What can be wrong with the options, all of it at once.</summary>
internal static partial class AuthZenOptionsCheck
{
    private static readonly SourceLocation Where = SourceLocation.Whole("AddCksAuthZen");

    /// <summary>What can be said without the policy.</summary>
    public static void Check(AuthZenOptions options, DiagnosticBag findings)
    {
        if (!IsUsable(options.PublicUrl))
            Add(findings, options.PublicUrl is null ? "PublicUrl is not set." : $"PublicUrl is \"{options.PublicUrl}\".", "Name an absolute https address without query and fragment, such as https://pdp.example.");
        CheckRange(findings, nameof(options.MaxEvaluations), options.MaxEvaluations, 1, 10_000);
        CheckRange(findings, nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1024, 4 * 1024 * 1024);
        CheckRange(findings, nameof(options.MaxResults), options.MaxResults, 1, 1_000);
        CheckRange(findings, nameof(options.MaxCandidates), options.MaxCandidates, 1, 100_000);
        if (options.PageTokenLifetime < TimeSpan.FromSeconds(1) || options.PageTokenLifetime > TimeSpan.FromDays(1))
            Add(findings, $"PageTokenLifetime is {options.PageTokenLifetime}.", "Use 1 second to 1 day.");
        foreach (var type in options.Types.CountBy(t => t.Type).Where(t => t.Value > 1))
            Add(findings, $"The resource type \"{type.Key}\" is named twice.", "Keep one of the two.");
        foreach (var caller in options.Callers.CountBy(c => (c.Issuer, c.Id)).Where(c => c.Value > 1))
            Add(findings, $"The caller \"{caller.Key.Id}\" of \"{caller.Key.Issuer}\" is named twice, and is bound to one tenant.", "Keep one of the two.");
        foreach (var caller in options.Callers)
            CheckCaller(options, caller, findings);
    }

    /// <summary>What the policy must declare.</summary>
    public static void CheckAgainst(Policy policy, AuthZenOptions options, DiagnosticBag findings)
    {
        foreach (var type in options.Types)
        {
            string[] declared = [.. policy.Capabilities.Where(c => c.Resource == type.Resource).Select(c => c.Name)];
            foreach (var capability in type.Actions.Values.Select(a => $"{type.Resource}:{a}").Except(declared))
                findings.AddUnknown(CksCodes.UnknownCapability, Where, $"The policy declares no capability \"{capability}\".", capability, declared);
        }

        foreach (var (type, assertions) in options.Callers.SelectMany(c => c.Asserted))
        {
            if (options.Types.FirstOrDefault(t => t.Type == type)?.Resource is not { } resource)
                continue; // reported already
            string[] declared = [.. policy.AttributesOf(resource).Select(a => a.Name)];
            foreach (var attribute in assertions.Select(a => a.Attribute).Except(declared))
                findings.AddUnknown(CksCodes.UnknownAttribute, Where, $"\"{resource}\" has no attribute \"{attribute}\".", attribute, declared);
        }
    }

    private static void CheckCaller(AuthZenOptions options, AuthZenCaller caller, DiagnosticBag findings)
    {
        if (string.IsNullOrWhiteSpace(caller.Issuer))
            Add(findings, $"The caller \"{caller.Id}\" has no issuer, and would be whoever has its id anywhere.", "Name the issuer as its subject has it.");
        if (string.IsNullOrWhiteSpace(caller.Id))
            Add(findings, $"A caller of \"{caller.Issuer}\" has no identifier.", "Name it as its subject has it.");
        if (caller.Tenant.IsNone)
            Add(findings, $"The tenant \"{caller.TenantText}\" of the caller \"{caller.Id}\" is no tenant.", "Use 1 to 64 characters of a-z, 0-9, - and _.");
        if (caller.SubjectTypes.Count == 0 || caller.ResourceTypes.Count == 0)
            Add(findings, $"The caller \"{caller.Id}\" may ask about nothing.", "Call Subjects and Resources.");
        foreach (var type in caller.ResourceTypes.Where(t => options.Types.All(o => o.Type != t)))
            findings.AddUnknown(CksCodes.InvalidSetting, Where, $"The caller \"{caller.Id}\" may ask about resources of the type \"{type}\", which no Resource(...) names.", type, [.. options.Types.Select(t => t.Type)]);
        foreach (var (type, assertions) in caller.Asserted)
            foreach (var twice in assertions.CountBy(a => a.Attribute).Where(a => a.Value > 1))
                Add(findings, $"The caller \"{caller.Id}\" may say \"{twice.Key}\" of \"{type}\" in two ways.", "Keep one of the two.");
    }

    private static void CheckRange(DiagnosticBag findings, string name, int value, int least, int most)
    {
        if (value < least || value > most)
            Add(findings, $"{name} is {value}.", $"Use {least} to {most}.");
    }

    private static void Add(DiagnosticBag findings, string message, string fix) => findings.Add(CksCodes.InvalidSetting, Where, message, fix);

    // The path becomes part of routes, so it is letters as they are.
    private static bool IsUsable(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "https", Query: "", Fragment: "", UserInfo: "" } && Path().IsMatch(url.AbsolutePath);

    [GeneratedRegex(@"\A(/[A-Za-z0-9._-]+)*/?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
