using System.Security.Claims;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.Rbac. <c>check</c>: one capability of one of many subjects against <see cref="IAuthorizationService"/> with a policy by name that requires one of
/// the roles which come out as permitted. Every subject has one role: ASP.NET Core has no deny that one role could lay upon another. Subject and
/// principal are made beforehand, as a request makes them once.
/// </summary>
internal sealed class RbacArea : IRatioArea
{
    private const int Subjects = 2 * RatioCase.FewestInputs;
    private ServiceProvider? _services;

    public string Name => "rbac";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var store = SnapshotStore<Policy>.Load(GeneratedPolicy.Create(), utf8 => PolicyReader.Read("generated.rbac.json", utf8));
        var decisions = new PolicyDecisionPoint(store);
        var byRole = GeneratedPolicy.Roles.ToDictionary(r => r, r => decisions.WhatCan(SubjectOf(0, r)).ToHashSet());
        _services = new ServiceCollection()
            .AddLogging()
            .AddAuthorizationCore(options =>
            {
                foreach (var capability in store.Current.Value.Capabilities)
                    options.AddPolicy(capability.Name, p => p.RequireRole(byRole.Where(r => r.Value.Contains(capability)).Select(r => r.Key)));
            })
            .BuildServiceProvider();
        var authorization = _services.GetRequiredService<IAuthorizationService>();
        var inputs = Inputs(store.Current.Value.Capabilities, byRole);
        return ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [
            RatioCase.Sync(
                "check",
                inputs,
                i => decisions.Check(i.Subject, i.Capability).IsPermitted ? 1 : 0,
                i => Completed(authorization.AuthorizeAsync(i.Principal, null, i.Policy)).Succeeded ? 1 : 0),
        ]);
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Each subject once, with something that its role permits and something that it does not in turn.</summary>
    private static List<Input> Inputs(IReadOnlyList<CapabilityId> capabilities, Dictionary<string, HashSet<CapabilityId>> byRole)
    {
        var random = new Random(1);
        var inputs = new List<Input>();
        for (var n = 0; n < Subjects; n++)
        {
            var (role, permitted) = byRole.ElementAt(random.Next(byRole.Count));
            var capability = random.GetItems([.. capabilities.Where(c => permitted.Contains(c) == (n % 2 == 0))], 1)[0];
            inputs.Add(new(SubjectOf(n, role), PrincipalOf(n, role), capability, capability.Name));
        }

        return inputs;
    }

    private static Subject SubjectOf(int number, string role) => new($"user-{number}", TenantId.Parse("main"), [role]);

    private static ClaimsPrincipal PrincipalOf(int number, string role) => new(new ClaimsIdentity(
        [
            new("iss", "https://login.example"), new("sub", $"user-{number}"), new("sid", $"session-{number}"), new("tenant", "main"),
            new(ClaimTypes.Name, $"User {number}"), new(ClaimTypes.Role, role),
        ],
        "session"));

    /// <summary>Handlers that ask nobody have finished when they return, so nothing is waited for.</summary>
    private static AuthorizationResult Completed(Task<AuthorizationResult> task) => task.GetAwaiter().GetResult();

    private sealed record Input(Subject Subject, ClaimsPrincipal Principal, CapabilityId Capability, string Policy);
}
