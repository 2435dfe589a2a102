using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class ShortcutTests
{
    /// <summary>Everything by which an application may refuse what our guards permit.</summary>
    public static TheoryData<string> Refusing => ["instance", "type", "factory", "service", "evaluator"];

    [Theory]
    [MemberData(nameof(Refusing))]
    public async Task What_the_application_brought_along_to_refuse_is_asked(string how)
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:view"), b => Add(b.Services, how));

        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("writer")));
        Assert.Equal(401, await host.StatusAsync("/", null));
    }

    [Fact]
    public async Task Somebody_who_is_not_signed_in_is_challenged_whatever_a_factory_makes_of_them()
    {
        var anybody = new Subjects.CredentialSubjectFactory(s => s);
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.Use((context, next) =>
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity([new(Core.CksClaimTypes.Subject, "ann"), new(Core.CksClaimTypes.Role, "writer")]));
                    return next();
                });
                app.UseAuthorization();
                app.MapGet("/", () => "in").RequireCaps("notes:view");
            },
            b => b.Services.AddSingleton<ISubjectFactory>(anybody));

        Assert.Equal(401, await host.StatusAsync("/", null));
    }

    private static void Add(IServiceCollection services, string how) => _ = how switch
    {
        "instance" => services.AddSingleton<IAuthorizationHandler>(new Refuser()),
        "type" => services.AddScoped<IAuthorizationHandler, Refuser>(),
        "factory" => services.AddTransient<IAuthorizationHandler>(_ => new Refuser()),
        "service" => services.AddScoped<IAuthorizationService, Refuser>(),
        _ => services.AddSingleton<IAuthorizationEvaluator, Refuser>(),
    };

    private sealed class Refuser : IAuthorizationHandler, IAuthorizationService, IAuthorizationEvaluator
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            context.Fail();
            return Task.CompletedTask;
        }

        public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements) => Task.FromResult(AuthorizationResult.Failed());

        public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, string policyName) => Task.FromResult(AuthorizationResult.Failed());

        public AuthorizationResult Evaluate(AuthorizationHandlerContext context) => AuthorizationResult.Failed();
    }
}
