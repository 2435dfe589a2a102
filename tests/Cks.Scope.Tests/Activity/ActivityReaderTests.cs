using System.Text;

namespace Cks.Scope.Tests.Activity;

public sealed class ActivityReaderTests
{
    [Theory]
    [InlineData("\"category\": \"success\"", "\"category\": \"sucess\"", "CKS104", "\"sucess\" is not a category", "success")]
    [InlineData("[\"center\", \"crew\"]", "[\"centre\", \"crew\"]", "CKS201", "\"centre\" has no strategy", "center")]
    [InlineData("\"crewId\"] }\n", "\"crewIdd\"] }\n", "CKS302", "No activity has an id \"crewIdd\"", "crewId")]
    [InlineData("\"You opened it\"", "7", "CKS104", "\"actor\" is no text", "")]
    [InlineData("\"You opened it\"", "\"You opened {crewId}\"", "CKS327", "something else than actor or target", "")]
    [InlineData("\"mustSee\": true", "\"mustSee\": \"yes\"", "CKS104", "", "")]
    [InlineData("\"mustSee\": true", "\"mustsee\": true", "CKS106", "mustsee", "mustSee")]
    [InlineData("\"roles\": [\"center\", \"crew\"]", "\"roles\": [\"center\", \"crew\"], \"mustSee\": true", "CKS104", "\"product_created\" goes to whole roles", "mustSee")]
    [InlineData("{ \"category\": \"success\", ", "{ ", "CKS105", "category", "")]
    public void A_mistake_is_refused_with_its_place(string text, string mistake, string code, string message, string suggestion)
    {
        Assert.Contains(text, ActivityWorld.Model);
        var result = ScopeModelReader.Read("a.scope.json", Encoding.UTF8.GetBytes(ActivityWorld.Model.Replace(text, mistake)));

        Assert.False(result.IsLoaded);
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(code, finding.Code.Id);
        Assert.Contains(message, finding.Message);
        Assert.Contains(suggestion, finding.Fix ?? "");
        Assert.True(finding.Location.Line > 20, finding.ToString());
    }

    [Fact]
    public void The_test_model_itself_has_no_finding()
    {
        var result = ScopeModelReader.Read("a.scope.json", Encoding.UTF8.GetBytes(ActivityWorld.Model));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["crew_archived", "crew_moved", "order_opened", "product_created"], result.GetOrThrow().Activities.Keys.Order());
    }
}
