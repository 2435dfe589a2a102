using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Says why a decision comes out as it does, and who can do what. For support and administration: rules, and what they compare, tell about the policy and about rows, so answer such questions only for those who
/// may see them (S28). Explanations ask the same evaluator as <see cref="IPolicyDecisionPoint"/> and cost far more than a check.
/// </summary>
public interface IPolicyExplainer
{
    /// <summary>Why <paramref name="subject"/> may or may not do <paramref name="capability"/>, whatever the resource.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="capability">What for.</param>
    /// <param name="showValues">Whether the values of the resource and the subject stand in it. They are the data that the policy protects.</param>
    DecisionExplanation Explain(Subject subject, CapabilityId capability, bool showValues = false);

    /// <summary>Why <paramref name="subject"/> may or may not do <paramref name="capability"/> to this resource.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="capability">What for.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="showValues">Whether the values of the resource and the subject stand in it. They are the data that the policy protects.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not mapped to the capability's resource; see <see cref="CksRbacBuilder.MapResource"/>.</exception>
    /// <exception cref="Exception">A relation cannot be read (S15).</exception>
    ValueTask<DecisionExplanation> ExplainAsync<T>(Subject subject, CapabilityId capability, T resource, bool showValues = false, CancellationToken cancellationToken = default);

    /// <summary>The roles that can do <paramref name="capability"/> now, on every resource or on some; ordered by name. Ceilings and personal grants are not asked.</summary>
    IReadOnlyList<RoleAccess> WhoCan(CapabilityId capability);

    /// <summary>The roles that can do <paramref name="capability"/> to this resource now, whoever has them or some who have them; ordered by name. Ceilings and personal grants are not asked.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not mapped to the capability's resource; see <see cref="CksRbacBuilder.MapResource"/>.</exception>
    IReadOnlyList<RoleAccess> WhoCan<T>(CapabilityId capability, T resource);

    /// <summary>The people of a tenant who can do <paramref name="capability"/> now by what was granted to them; ordered by issuer and id. Roles that only a session or a token names are not known here.</summary>
    /// <exception cref="InvalidOperationException">Nobody keeps a list of grants.</exception>
    /// <exception cref="Exception">The grants cannot be read.</exception>
    IAsyncEnumerable<PersonAccess> PeopleWhoCanAsync(TenantId tenant, CapabilityId capability, CancellationToken cancellationToken = default);

    /// <summary>The same for one resource. What hangs on a person's code or relations is not known here: it <see cref="RoleAccessKind.Depends"/>.</summary>
    /// <inheritdoc cref="PeopleWhoCanAsync(TenantId, CapabilityId, CancellationToken)"/>
    IAsyncEnumerable<PersonAccess> PeopleWhoCanAsync<T>(TenantId tenant, CapabilityId capability, T resource, CancellationToken cancellationToken = default);

    /// <summary>Every capability of a resource that the subject is permitted on this one, ordered by name.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="resource">Resource as the policy declares it.</param>
    /// <param name="row">The resource in hand.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not mapped to the resource; see <see cref="CksRbacBuilder.MapResource"/>.</exception>
    ValueTask<IReadOnlyList<CapabilityId>> WhatCanAsync<T>(Subject subject, string resource, T row, CancellationToken cancellationToken = default);

    /// <summary>May somebody view a resource who has this role and nothing else: the decision on <c>resource:view</c>. A role or a resource that the policy does not declare is refused.</summary>
    Decision CanView(string role, string resource);
}
