using Microsoft.AspNetCore.Builder;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

public sealed class ControllerFieldMaskTests
{
    private static readonly string Clerk = GuardHost.Session("clerk");

    [Theory]
    [InlineData("value", 200)]
    [InlineData("page", 200)]
    [InlineData("ok", 200)]
    [InlineData("json", 200)]
    [InlineData("created", 201)]
    public async Task Answers_of_an_action_are_masked(string path, int status)
    {
        await using var host = await StartAsync();

        using var response = await host.SendAsync("/mvc/orders/" + path, Clerk);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("\"code\":\"o1\",\"status\":\"open\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("s1", body, StringComparison.Ordinal);
        Assert.DoesNotContain("price", body, StringComparison.Ordinal);
        Assert.Equal(status == 201, response.Headers.Location is not null);
    }

    [Fact]
    public async Task Rows_of_an_action_tell_what_may_be_done()
    {
        await using var host = await StartAsync();

        var (_, body) = await host.TextAsync("/mvc/orders/rows", Clerk);

        Assert.Contains("\"_can\":{\"orders:accept\":true,\"orders:cancel\":false}", body, StringComparison.Ordinal);
        Assert.Contains("\"_can\":{\"orders:accept\":false,\"orders:cancel\":false}", body, StringComparison.Ordinal);
        Assert.DoesNotContain("s1", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_and_answers_without_a_body_pass()
    {
        await using var host = await StartAsync();

        var (missing, problem) = await host.TextAsync("/mvc/orders/none", Clerk);
        Assert.Equal(404, missing);
        Assert.Contains("\"status\":404", problem, StringComparison.Ordinal);
        Assert.Equal((204, ""), await host.TextAsync("/mvc/orders/empty", Clerk));
        var (invalid, errors) = await host.TextAsync("/mvc/orders/number?n=x", Clerk);
        Assert.Equal(400, invalid);
        Assert.Contains("\"errors\"", errors, StringComparison.Ordinal);
        Assert.Equal(403, await host.StatusAsync("/mvc/orders/value", GuardHost.Session()));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("content")]
    [InlineData("file")]
    [InlineData("result")]
    [InlineData("settings")]
    [InlineData("writes")]
    [InlineData("short")]
    public async Task What_cannot_be_masked_is_an_error_and_nothing_of_it_is_sent(string path)
    {
        await using var host = await StartAsync();

        var (status, body) = await host.TextAsync("/mvc/orders/" + path, Clerk);

        Assert.Equal(500, status);
        Assert.DoesNotContain("secret", body.Split("   at ")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\"s1\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_added_to_a_masked_answer()
    {
        await using var host = await StartAsync();
        var body = "";
        try
        {
            body = (await host.TextAsync("/mvc/orders/after", Clerk)).Body;
        }
        catch (HttpRequestException)
        {
            // The answer had begun.
        }

        Assert.DoesNotContain("secret", body.Split("   at ")[0], StringComparison.Ordinal);
    }

    private static Task<GuardHost> StartAsync() => Shop.StartAsync(app => app.MapControllers(), OnlyShop.AddTo);
}
