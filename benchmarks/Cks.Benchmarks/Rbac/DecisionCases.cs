using System.Security.Claims;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>
/// One capability of one of many subjects against <see cref="IAuthorizationService"/> with a policy by name that requires one of the roles which come out as permitted. Every subject has one role: ASP.NET
/// Core has no deny that one role could lay upon another.
/// </summary>
internal sealed class DecisionCases
{
    private const int Subjects = 2 * RatioCase.FewestInputs;
    private readonly PolicyDecisionPoint _decisions;
    private readonly ISubjectFactory _subjects;
    private readonly Policy _policy;
    private readonly IAuthorizationService _authorization;
    private readonly List<Input> _inputs;

    public DecisionCases(List<ServiceProvider> opened)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("generated.rbac.json", GeneratedPolicy.Create());
        var cks = services.BuildServiceProvider();
        opened.Add(cks);
        (_decisions, _subjects, _policy) = (cks.GetRequiredService<PolicyDecisionPoint>(), cks.GetRequiredService<ISubjectFactory>(), cks.GetRequiredService<SnapshotStore<Policy>>().Current.Value);
        var byRole = GeneratedPolicy.Roles.ToDictionary(r => r, r => _decisions.WhatCan(new("", TenantId.Parse("main"), [r])).ToHashSet());
        var peer = new ServiceCollection()
            .AddLogging()
            .AddAuthorizationCore(options =>
            {
                foreach (var capability in _policy.Capabilities)
                    options.AddPolicy(capability.Name, p => p.RequireRole(byRole.Where(r => r.Value.Contains(capability)).Select(r => r.Key)));
            })
            .BuildServiceProvider();
        opened.Add(peer);
        _authorization = peer.GetRequiredService<IAuthorizationService>();
        _inputs = Inputs(byRole);
    }

    /// <summary>The decision and its rule. Subject and principal are made beforehand, as a request makes them once.</summary>
    public RatioCase Check() => RatioCase.Sync(
        "check",
        _inputs,
        i =>
        {
            var decision = _decisions.Check(i.Subject, i.Capability);
            return decision.IsPermitted && decision.Rule is not null ? 1 : 0;
        },
        Peer);

    /// <summary>From the principal, which was seen before, and the capability's name.</summary>
    public RatioCase CheckPrincipal() => RatioCase.Sync(
        "check-principal",
        _inputs,
        i =>
        {
            var subject = _subjects.CreateAsync(i.Principal);
            return subject.IsCompletedSuccessfully && _policy.TryFind(i.Name, out var capability) && _decisions.Check(subject.Result, capability).IsPermitted ? 1 : 0;
        },
        Peer);

    // Handlers that ask nobody have finished when they return, so nothing is waited for.
    private int Peer(Input input) => _authorization.AuthorizeAsync(input.Principal, null, input.Name).GetAwaiter().GetResult().Succeeded ? 1 : 0;

    /// <summary>Each subject once, with something that its role permits and something that it does not in turn.</summary>
    private List<Input> Inputs(Dictionary<string, HashSet<CapabilityId>> byRole)
    {
        var random = new Random(1);
        var inputs = new List<Input>();
        for (var n = 0; n < Subjects; n++)
        {
            var (role, permitted) = byRole.ElementAt(random.Next(byRole.Count));
            var capability = random.GetItems([.. _policy.Capabilities.Where(c => permitted.Contains(c) == (n % 2 == 0))], 1)[0];
            // The name as it comes from outside, not the one that the policy holds.
            inputs.Add(new(new($"user-{n}", TenantId.Parse("main"), [role]), PrincipalOf(n, role), capability, new string(capability.Name.AsSpan())));
        }

        return inputs;
    }

    private static ClaimsPrincipal PrincipalOf(int number, string role) => new(new ClaimsIdentity(
        [
            new(CksClaimTypes.Issuer, "https://login.example"), new(CksClaimTypes.Subject, $"user-{number}"), new("sid", $"session-{number}"), new(CksClaimTypes.Tenant, "main"),
            new(CksClaimTypes.Name, $"User {number}"), new(CksClaimTypes.Role, role),
        ],
        CksClaimTypes.SessionIdentity,
        CksClaimTypes.Name,
        CksClaimTypes.Role));

    private sealed record Input(Subject Subject, ClaimsPrincipal Principal, CapabilityId Capability, string Name);
}
