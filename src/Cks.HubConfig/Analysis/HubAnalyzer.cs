using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// Says what of a hub document is right by its form and wrong by its meaning: faults of its version, colours that cannot be read, secrets, and what its role can never use.
/// A document with such a finding loads all the same.
/// </summary>
public static class HubAnalyzer
{
    /// <summary>All findings, in the order of the document: CKS408 to CKS414. With them what keeps the hub of a variant of an experiment from being made: then the document does not load.</summary>
    /// <param name="hub">A document that was read without a finding.</param>
    /// <param name="targets">What the application provides; <see langword="null"/> where only its start can tell.</param>
    /// <param name="policy">The policy; <see langword="null"/> where it is not known: then nothing is said about what the role may use.</param>
    public static IReadOnlyList<Diagnostic> Analyze(HubDefinition hub, HubTargets? targets = null, Policy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var diagnostics = new DiagnosticBag();
        FormChecks.Run(hub, targets, diagnostics);
        ContrastCheck.Run(hub, diagnostics);
        VariantCheck.Run(hub, targets, diagnostics);
        if (hub.Written is { } written)
            SecretCheck.Run(written, diagnostics);
        if (policy is not null)
            new ReachCheck(hub, targets, policy, diagnostics).Run();
        return [.. diagnostics.Where(d => d.Code != CksCodes.HubSecret || !IsSubject(d.Location.Pointer)).OrderBy(d => d.Location.Line).ThenBy(d => d.Location.Column).ThenBy(d => d.Code.Id, StringComparer.Ordinal)];
    }

    // The identifier of a subject in a rule of a flag is often as random as a secret is. None of them reaches the browser.
    private static bool IsSubject(string pointer) => pointer.Split('/') is ["", "flags", _, "rules", _, "subjects", _];
}
