using Cks.Auth;
using Cks.HubConfig;

namespace Cks.AspNetCore;

/// <summary>What <c>AddCks</c> needs to know. Starts from section <c>Cks</c> of the configuration; what code sets wins.</summary>
public sealed class CksOptions
{
    /// <summary>Issuer whose tokens are accepted; <c>Cks:Auth:Authority</c>.</summary>
    /// <value>Default: none; then <see cref="Tokens"/> must name one.</value>
    public string? Authority { get; set; }

    /// <summary>Audience that its tokens must carry; <c>Cks:Auth:Audience</c>.</summary>
    public string? Audience { get; set; }

    /// <summary>Path of the policy document, or the pattern of several such as <c>policies/*.rbac.json</c>, relative to the content root; <c>Cks:Rbac:Policy</c>. Required.</summary>
    public string? Policy { get; set; }

    /// <summary>Whether policy, scope model and hub documents are read again when their files change; <c>Cks:ReloadOnChange</c>. What is refused then changes nothing and is logged.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool ReloadOnChange { get; set; }

    /// <summary>Path of the scope model; <c>Cks:Scope:Model</c>. Without it Cks.Scope is not registered.</summary>
    public string? ScopeModel { get; set; }

    /// <summary>Pattern of the hub documents, such as <c>hubs/{role}.v1.json</c>; <c>Cks:Hub:Roles</c>. Without it Cks.HubConfig is not registered.</summary>
    public string? Hubs { get; set; }

    /// <summary>Further settings of tokens: more issuers, clock skew, limits.</summary>
    public Action<CksTokenOptions>? Tokens { get; set; }

    /// <summary>What hubs may point at: pages, data sources, actions.</summary>
    public Func<HubTargets, HubTargets>? HubTargets { get; set; }
}
