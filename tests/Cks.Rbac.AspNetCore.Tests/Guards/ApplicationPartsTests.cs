using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Parts of the framework's authorization that an application brought along go on doing what they did.</summary>
public sealed class ApplicationPartsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_handler_of_the_application_still_decides_what_it_decided(bool isBefore)
    {
        await using var host = await GuardHost.StartAsync(
            app => app.MapGet("/", () => "in").RequireCaps("notes:view"),
            b => Add(b.Services, isBefore, s => s.AddSingleton<IAuthorizationMiddlewareResultHandler, PaidOnly>()),
            hasGuards: false);

        Assert.Equal(402, await host.StatusAsync("/", GuardHost.Session("reader")));
    }

    [Fact]
    public async Task A_policy_provider_of_the_application_still_answers_its_names_and_the_default()
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGet("/guarded", () => "in").RequireCaps("notes:view");
                app.MapGet("/own", () => "in").RequireAuthorization("own");
                app.MapGet("/plain", () => "in").RequireAuthorization();
            },
            b => Add(b.Services, isBefore: true, s => s.AddSingleton<IAuthorizationPolicyProvider, OwnersByDefault>()),
            hasGuards: false);

        Assert.Equal((200, 403, 403), (await host.StatusAsync("/guarded", GuardHost.Session("reader")), await host.StatusAsync("/own", GuardHost.Session("reader")), await host.StatusAsync("/plain", GuardHost.Session("reader"))));
        Assert.Equal((200, 200), (await host.StatusAsync("/own", GuardHost.Session("owner")), await host.StatusAsync("/plain", GuardHost.Session("owner"))));
    }

    [Fact]
    public async Task A_policy_provider_that_answers_guards_with_something_else_stops_the_host() =>
        Assert.Equal(
            "CKS112 GET / The authorization policy \"cks:notes:view\" is answered by AnyNamePasses and is no guard. Register AddCksGuards() after it.",
            Assert.Single(await GuardHost.FindingsAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:view"), b => b.Services.AddSingleton<IAuthorizationPolicyProvider, AnyNamePasses>())));

    private static void Add(IServiceCollection services, bool isBefore, Action<IServiceCollection> part)
    {
        if (isBefore)
            part(services);
        services.AddCksGuards();
        if (!isBefore)
            part(services);
    }

    private sealed class PaidOnly : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
            return Task.CompletedTask;
        }
    }

    private sealed class OwnersByDefault(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options), IAuthorizationPolicyProvider
    {
        private static readonly AuthorizationPolicy Owners = new AuthorizationPolicyBuilder().RequireAssertion(c => c.User.HasClaim(CksClaimTypes.Role, "owner")).Build();

        Task<AuthorizationPolicy> IAuthorizationPolicyProvider.GetDefaultPolicyAsync() => Task.FromResult(Owners);

        public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => policyName == "own" ? Task.FromResult<AuthorizationPolicy?>(Owners) : base.GetPolicyAsync(policyName);
    }

    private sealed class AnyNamePasses(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
    {
        public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build());
    }
}
