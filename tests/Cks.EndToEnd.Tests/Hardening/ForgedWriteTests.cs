using System.Net;
using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Cks.Tests.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Hardening;

/// <summary>What another site makes a browser send.</summary>
public sealed class ForgedWriteTests
{
    [Fact]
    public async Task No_write_of_the_portal_is_done_by_cookie_without_the_token_of_a_page()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);
        var users = await Task.WhenAll(new[] { "ADM-001", "MGR-001", "CEN-001", "CRW-002", "WHS-001" }.Select(c => WebUser.SignInAsync(portal, c)));
        var before = await DatabaseText.HashAsync(portal.Database);
        var writes = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { } methods && !methods.Contains("GET") && (e.Metadata.GetMetadata<IAllowAnonymous>() is null || e.RoutePattern.RawText == "/sign-out")).ToArray();

        foreach (var endpoint in writes)
        {
            var (method, path) = (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], endpoint.PathWith("CRW-004"));
            var answers = new List<HttpStatusCode>();
            foreach (var user in users)
            {
                // What a form of another site can send; the capability is asked first.
                using var request = new HttpRequestMessage(new(method), path) { Content = new FormUrlEncodedContent([new("code", "CRW-004"), new("reason", "x")]) };
                using var answer = await user.SendAsync(request);
                answers.Add(answer.StatusCode);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                if (answer.StatusCode == HttpStatusCode.BadRequest)
                    Assert.Equal("antiforgery", JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Reason());
            }

            Assert.True(answers.Contains(HttpStatusCode.BadRequest) && answers.All(a => a is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden), $"{method} {path}: {string.Join(", ", answers)}");
        }

        Assert.True(writes.Length > 30, $"{writes.Length} writes");
        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
        foreach (var user in users)
            user.Dispose();
    }
}
