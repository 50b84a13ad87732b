import { makeRefusal } from "../access-question-screens";
import { expect, test } from "../fixtures";

test("a refusal is explained, mended by a suggestion, and shows in both lists", async ({ signIn }) => {
  const { place, member, task } = await makeRefusal();
  const { page } = await signIn(place);
  await page.goto(`/projects/tasks/${task}`);
  await page.getByRole("link", { name: "Who can access" }).click();
  const people = page.getByRole("table", { name: "Who can access the resource" });
  const mira = people.getByRole("row", { name: /Mira Chen/ });
  await expect(mira).toContainText("Read only");
  await expect(mira).toContainText("Rule on “vision” through Labeling");

  await mira.getByRole("link", { name: "Explain the access of Mira Chen" }).click();
  await expect(
    page.getByRole("heading", { name: "Mira Chen can read the task “yolo-l 1280, mosaic off”." }),
  ).toBeVisible();
  await page.getByRole("navigation", { name: "Action" }).getByRole("link", { name: "Modify" }).click();
  await expect(
    page.getByRole("heading", { name: "Mira Chen can’t modify the task “yolo-l 1280, mosaic off”." }),
  ).toBeVisible();
  await expect(page.getByText("Reading is all that is granted.")).toBeVisible();
  await expect(page.getByText("Membership in Detector team")).toBeVisible();

  await page.getByRole("button", { name: "Edit rule on “vision” to Read & modify" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit the rule on “vision”" });
  await expect(dialog.getByRole("radio", { name: "Read & modify" })).toBeChecked();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Add rule on “detector-v2”" }).click();
  const adding = page.getByRole("dialog", { name: "Add an access rule" });
  await expect(adding.getByRole("button", { name: "Remove Mira Chen" })).toBeVisible();
  await expect(adding.getByRole("button", { name: "Remove detector-v2" })).toBeVisible();
  await adding.getByRole("button", { name: "Add rule" }).click();
  await expect(
    page.getByRole("heading", { name: "Mira Chen can modify the task “yolo-l 1280, mosaic off”." }),
  ).toBeVisible();

  await page.getByRole("link", { name: "What Mira Chen can access" }).click();
  const objects = page.getByRole("table", { name: "What the member can access" });
  const detector = objects.getByRole("row", { name: /^detector-v2/ });
  await expect(detector).toContainText("Read & modify");
  await page.getByRole("navigation", { name: "Action" }).getByRole("link", { name: "Modify" }).click();
  await expect(objects.getByRole("row", { name: /^segmentation/ })).toHaveCount(0);
  await expect(detector).toBeVisible();
  expect(page.url()).toContain(`subject=${member.id}&can=modify`);
});

test("a question is asked with the pickers, and its address opens it again", async ({ signIn }) => {
  const { place } = await makeRefusal();
  const { page } = await signIn(place);
  await page.goto("/settings/access-rules");
  const tabs = page.getByRole("navigation", { name: "Access pages" });
  await tabs.getByRole("link", { name: "Explain" }).click();
  await expect(page.getByRole("heading", { name: "Choose a user, service account or group" })).toBeVisible();
  await page.getByRole("combobox", { name: "User, service account or group" }).fill("mira");
  await page.getByRole("option", { name: /Mira Chen/ }).click();
  await expect(page.getByRole("heading", { name: "Choose a resource" })).toBeVisible();
  await page.getByRole("combobox", { name: "Resource" }).fill("segmen");
  await page.getByRole("option", { name: /segmentation Project in vision/ }).click();
  const answer = page.getByRole("heading", { name: "Mira Chen can read the project “segmentation”." });
  await expect(answer).toBeVisible();
  await page.reload();
  await expect(answer).toBeVisible();
  await tabs.getByRole("link", { name: "What can" }).click();
  await expect(page.getByRole("table", { name: "What the member can access" })).toBeVisible();
});
