using System.Text;
using Cks.Rbac.AuthZen.Tests.Corpora;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AuthZen.Tests.Http;

public sealed class RequestIdTests
{
    private static Task<AuthZenHost> StartAsync() => AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), Scenarios.AskAboutRecords);

    private static async Task<(int Status, string? Id)> SendAsync(AuthZenHost host, string? caller, string body, params string[] ids)
    {
        using var response = await host.SendAsync(Ask.One, Encoding.UTF8.GetBytes(body), caller, headers: ids.Select(i => ("X-Request-ID", i)));
        return ((int)response.StatusCode, response.Headers.TryGetValues("X-Request-ID", out var values) ? string.Join('|', values) : null);
    }

    [Fact]
    public async Task The_id_comes_back_with_every_answer()
    {
        await using var host = await StartAsync();
        var body = Ask.Whether("alice", "read", "record-1");
        Assert.Equal((200, "id-1"), await SendAsync(host, AuthZenHost.Pep, body, "id-1"));
        Assert.Equal((400, "id-2"), await SendAsync(host, AuthZenHost.Pep, "{", "id-2"));
        Assert.Equal((401, "id-3"), await SendAsync(host, null, body, "id-3"));
        Assert.Equal((403, "id-4"), await SendAsync(host, $"{AuthZenHost.Issuer};gateway;acme;reader", body, "id-4"));
        Assert.Equal((403, "id-5"), await SendAsync(host, $"{AuthZenHost.Issuer};gateway;other;pep", body, "id-5"));
        Assert.Equal((200, new string('x', 128)), await SendAsync(host, AuthZenHost.Pep, body, new string('x', 128)));
        Assert.Equal((200, null), await SendAsync(host, AuthZenHost.Pep, body));
    }

    [Fact]
    public async Task An_id_that_is_too_long_odd_or_there_twice_does_not_come_back()
    {
        await using var host = await StartAsync();
        var body = Ask.Whether("alice", "read", "record-1");
        Assert.Equal((200, null), await SendAsync(host, AuthZenHost.Pep, body, new string('x', 129)));
        Assert.Equal((200, null), await SendAsync(host, AuthZenHost.Pep, body, "two words"));
        Assert.Equal((200, null), await SendAsync(host, AuthZenHost.Pep, body, "tab\tbed"));
        Assert.Equal((200, null), await SendAsync(host, AuthZenHost.Pep, body, "one", "two"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/elsewhere")]
    public async Task The_id_comes_back_with_a_failure_that_the_application_answers(string? errors)
    {
        var store = new Store { Broken = new InvalidOperationException("The database is down.") };
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", store, Scenarios.AskAboutRecords, s => s.AddProblemDetails().AddSingleton<IStartupFilter>(new Answering(errors)));
        Assert.Equal((500, "id-6"), await SendAsync(host, AuthZenHost.Pep, Ask.Whether("alice", "read", "record-1"), "id-6"));
    }

    [Fact]
    public async Task Other_addresses_of_the_application_do_not_repeat_it()
    {
        await using var host = await StartAsync();
        using var response = await host.SendAsync("/elsewhere", [], headers: [("X-Request-ID", "id")]);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("X-Request-ID"));
    }

    private sealed class Answering(string? errors) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = errors });
            next(app);
        };
    }
}
