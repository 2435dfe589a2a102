using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.WebAssembly.Tests.Policies;

public sealed class PolicyNameTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    [Theory]
    [InlineData("cks:")]
    [InlineData("cks:notes")]
    [InlineData("cks:notes:")]
    [InlineData("cks::view")]
    [InlineData("cks:notes:view:all")]
    [InlineData("cks:notes:view,")]
    [InlineData("cks:any:")]
    [InlineData("cks:any:notes:view,,notes:create")]
    [InlineData("cks:all:")]
    [InlineData("cks:role:")]
    [InlineData("cks:role:a,,b")]
    public async Task What_is_not_written_as_a_guard_is_no_policy(string name)
    {
        await using var browser = new Browser(Nowhere);

        Assert.Null(await browser.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(name));
    }

    [Fact]
    public async Task Every_other_name_is_answered_as_before_and_registering_twice_changes_nothing()
    {
        await using var browser = new Browser(Nowhere, services: s => s.AddCksPermissions().AddAuthorizationCore(o => o.AddPolicy("named", p => p.RequireClaim("name"))));
        await browser.SignInAsync("writer");
        var provider = browser.Services.GetRequiredService<IAuthorizationPolicyProvider>();

        Assert.NotNull(await provider.GetPolicyAsync("named"));
        Assert.Null(await provider.GetPolicyAsync("unheard-of"));
        Assert.NotEmpty((await provider.GetDefaultPolicyAsync()).Requirements);
        Assert.Null(await provider.GetFallbackPolicyAsync());
        Assert.Equal("in", await browser.ShowAsync("named"));
        Assert.Single(browser.Services.GetServices<IAuthorizationHandler>(), h => h.GetType().Assembly == typeof(CksPermissionsOptions).Assembly);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_refused_by_the_service_itself()
    {
        await using var browser = new Browser(Nowhere);

        var result = await browser.Services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(new ClaimsPrincipal(), "cks:notes:view");

        Assert.False(result.Succeeded);
        Assert.Empty(browser.Sent);
    }
}
