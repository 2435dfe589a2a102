using Microsoft.AspNetCore.Authorization;

namespace Cks.Benchmarks;

/// <summary>An order as an application has it.</summary>
internal sealed record BenchmarkOrder(string Kind, string Status, string ContractorCode);

/// <summary>The three clauses that the policy writes as <c>{ "kind": "service", "status": ["pending", "late"], "contractorCode": "$code" }</c>, as ASP.NET Core documents resource-based authorization.</summary>
internal sealed class OrderRequirement : IAuthorizationRequirement;

internal sealed class OrderRequirementHandler : AuthorizationHandler<OrderRequirement, BenchmarkOrder>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OrderRequirement requirement, BenchmarkOrder resource)
    {
        if (context.User.IsInRole("contractor") && resource.Kind == "service" && resource.Status is ("pending" or "late") && resource.ContractorCode == context.User.FindFirst("code")?.Value)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
